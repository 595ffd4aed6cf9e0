package io.latchkey.webhook;

import io.latchkey.site.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;

/**
 * An address of a site that is told of events. All times are wall time.
 *
 * @param types what it wants, of {@link io.latchkey.event.EventTypes} or all of a kind; empty for all
 * @param failingSince when the first delivery failed after the last that did not
 * @param lastFailure what was wrong, for the publisher
 * @param disabledAt since when nothing is sent
 */
@Table("webhook")
record Webhook(
        @Column("webhook_id") UUID id,
        @Column("site_id") SiteId site,
        String url,
        List<String> types,
        @Nullable Instant failingSince,
        @Nullable String lastFailure,
        @Nullable Instant lastFailureAt,
        @Nullable Instant disabledAt,
        Instant createdAt) {

    /** How long an event is tried, and a webhook that takes nothing at all. */
    static final Duration PATIENCE = Duration.ofDays(3);

    /** What it does at the moment, for the publisher. */
    enum Status {
        WORKING,
        FAILING,
        DISABLED
    }

    Status status() {
        if (disabledAt != null) {
            return Status.DISABLED;
        }
        return failingSince == null ? Status.WORKING : Status.FAILING;
    }

    /** Whether what began to fail then has failed for long enough. */
    static boolean exhausted(Instant failingSince, Instant now) {
        return !now.isBefore(failingSince.plus(PATIENCE));
    }
}
