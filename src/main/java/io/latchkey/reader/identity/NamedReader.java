package io.latchkey.reader.identity;

import io.latchkey.shared.idempotency.Idempotency;
import io.latchkey.shared.idempotency.IdempotencyKey;
import io.latchkey.site.SiteKey;
import org.jspecify.annotations.Nullable;

/**
 * The reader whom a site's server names in the path of its call. They need not be known here yet:
 * {@link Readers#see} makes them so.
 *
 * @param caller who calls
 */
public record NamedReader(ReaderKey key, Ref ref, SiteKey caller) {

    /** This caller's call about them, as it is told from others. */
    public Idempotency.Call call(@Nullable IdempotencyKey repeated, Object body) {
        return new Idempotency.Call(key.site().value(), key.id(), "key:" + caller.id(), repeated, body);
    }
}
