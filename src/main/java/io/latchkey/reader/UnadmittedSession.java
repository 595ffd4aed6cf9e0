package io.latchkey.reader;

/**
 * A session of which only the token was checked.
 *
 * @param session to be admitted by {@link ReaderStanding#admit} before anything is answered
 */
public record UnadmittedSession(ReaderSession session) {}
