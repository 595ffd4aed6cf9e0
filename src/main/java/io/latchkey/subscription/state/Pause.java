package io.latchkey.subscription.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.relational.core.mapping.Column;

/**
 * A break.
 *
 * @param since when access stopped; null behind a cancellation, which keeps the rest in case that it
 *     is undone
 * @param resumesAt when it ends by itself; null when it does not
 */
record Pause(
        @Column("paused_at") @Nullable Instant since,
        @Nullable Instant resumesAt) {

    /** The same behind a cancellation; null when nothing of it is to be kept. */
    @Nullable
    Pause canceled() {
        return resumesAt == null ? null : new Pause(null, resumesAt);
    }
}
