package io.latchkey.reader.session;

/**
 * A session of which only the token was checked.
 *
 * @param session to be admitted by {@link ReaderStanding#admit} before anything is answered
 */
public record UnadmittedSession(ReaderSession session) {}
