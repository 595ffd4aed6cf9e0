package io.latchkey.payment.sync;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Which of the provider's events were applied to which reader. */
@Component
class AppliedEvents {

    private final DatabaseClient database;
    private final Clock clock;

    AppliedEvents(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Notes it, in the transaction that applied it. */
    Mono<Void> add(ReaderKey reader, String provider, @Nullable String event) {
        return event == null
                ? Mono.empty()
                : database.sql("""
                    INSERT INTO applied_event (site_id, reader_id, provider, event_id,
                        applied_at)
                    VALUES (:site, :reader, :provider, :event, :now)
                    ON CONFLICT (site_id, reader_id, provider, event_id) DO NOTHING
                    """)
                        .bindValues(reader.parameters())
                        .bind("provider", provider)
                        .bind("event", event)
                        .bind("now", clock.tokenTime())
                        .then();
    }
}
