package io.latchkey.payment.sync;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.ReaderLock;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Perishable;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Looks at the provider's state, numbered when they begin. What a look saw is applied only when no
 * younger one was: a slow answer never undoes what a later one brought. Nothing is lost by it,
 * because whatever changes after the younger look began brings an event, and a look, of its own.
 */
@Component
class ProviderLooks implements Perishable {

    /** Longer than a year, so that a yearly subscription keeps its count. */
    private static final Duration KEPT = Duration.ofDays(800);

    private final DatabaseClient database;
    private final AppliedEvents appliedEvents;
    private final ReaderLock lock;
    private final Clock clock;

    ProviderLooks(DatabaseClient database, AppliedEvents appliedEvents, ReaderLock lock, Clock clock) {
        this.database = database;
        this.appliedEvents = appliedEvents;
        this.lock = lock;
        this.clock = clock;
    }

    /**
     * A look that begins now.
     *
     * @param subject the provider's name for what is looked at
     */
    record Look(String provider, String subject, long number) {}

    Mono<Look> begin(String provider, String subject) {
        return database.sql("""
            INSERT INTO provider_look (provider, subject, begun, applied, begun_at)
            VALUES (:provider, :subject, 1, 0, :now)
            ON CONFLICT (provider, subject) DO UPDATE SET
                begun = provider_look.begun + 1, begun_at = excluded.begun_at
            RETURNING begun
            """)
                .bind("provider", provider)
                .bind("subject", subject)
                .bind("now", clock.tokenTime())
                .mapValue(Long.class)
                .one()
                .map(begun -> new Look(provider, subject, begun));
    }

    /**
     * Applies what the look saw of a reader's, unless a younger one was applied, and notes the event
     * in the same transaction.
     *
     * @param event that made us look; null when it was something else
     */
    Mono<Void> apply(Look look, ReaderKey reader, @Nullable String event, Mono<Void> change) {
        return lock.transaction(
                reader,
                mayApply(look)
                        .filter(may -> may)
                        .flatMap(_ -> change)
                        .then(appliedEvents.add(reader, look.provider(), event)));
    }

    /**
     * Whether what the look saw may be applied; then nobody else applies one of this subject until
     * the transaction ends.
     */
    Mono<Boolean> mayApply(Look look) {
        return database.sql("""
            UPDATE provider_look SET applied = :number
            WHERE provider = :provider AND subject = :subject AND applied < :number
            """)
                .bind("number", look.number())
                .bind("provider", look.provider())
                .bind("subject", look.subject())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    @Override
    public Mono<Long> purge(Instant now) {
        return database.sql("DELETE FROM provider_look WHERE begun_at < :before")
                .bind("before", clock.tokenTime().minus(KEPT))
                .fetch()
                .rowsUpdated();
    }
}
