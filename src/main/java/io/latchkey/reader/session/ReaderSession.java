package io.latchkey.reader.session;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.idempotency.Idempotency;
import io.latchkey.shared.idempotency.IdempotencyKey;
import io.latchkey.site.SiteId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a valid reader token says. The token alone does not know whether the session was ended or
 * merged since: {@link ReaderStanding} does.
 *
 * @param id the token's {@code jti}
 * @param generation the reader's generation of sessions when it began
 */
public record ReaderSession(ReaderKey reader, boolean anonymous, String id, int generation, Instant expiresAt) {

    /** This reader's call, as it is told from others: whatever session they repeat it in. */
    public Idempotency.Call call(@Nullable IdempotencyKey repeated, Object body) {
        return new Idempotency.Call(site().value(), reader.id(), Idempotency.A_READER, repeated, body);
    }

    /** The site that the token is for. */
    public SiteId site() {
        return reader.site();
    }
}
