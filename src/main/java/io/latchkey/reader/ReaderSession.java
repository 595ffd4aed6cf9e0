package io.latchkey.reader;

import io.latchkey.site.SiteId;
import java.time.Instant;

/**
 * What a valid reader token says. The token alone does not know whether the session was ended or
 * merged since: {@link ReaderStanding} does.
 *
 * @param id the token's {@code jti}
 * @param generation the reader's generation of sessions when it began
 */
public record ReaderSession(ReaderKey reader, boolean anonymous, String id, int generation, Instant expiresAt) {

    /** The site that the token is for. */
    public SiteId site() {
        return reader.site();
    }
}
