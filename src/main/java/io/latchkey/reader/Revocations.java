package io.latchkey.reader;

import io.latchkey.shared.Clock;
import io.latchkey.shared.Perishable;
import io.latchkey.shared.Row;
import io.latchkey.site.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Readers whose access tokens are to be refused although they have not expired: what such a token
 * says of them is no longer so.
 */
@Component
public class Revocations implements Perishable {

    /** How long one matters: the longest life of an access token, and clocks that differ. */
    static final Duration KEPT = Duration.ofSeconds(310);

    /**
     * A transaction takes a moment from here to its commit, and tokens made in that moment know
     * nothing of it. They are refused as well; those made after it begin to count from there.
     */
    private static final Duration UNTIL_COMMITTED = Duration.ofSeconds(2);

    private static final Duration PURGED_AFTER = Duration.ofMinutes(15);

    private final DatabaseClient database;
    private final Clock clock;

    Revocations(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Revokes the access tokens that the reader has. Call it late in the transaction that takes
     * away what they say.
     */
    public Mono<Void> revoke(ReaderKey reader) {
        return Mono.defer(() -> revoke(reader, clock.tokenTime()));
    }

    private Mono<Void> revoke(ReaderKey reader, Instant now) {
        return database.sql("""
            INSERT INTO revocation AS r (site_id, reader_id, revoked_before)
            VALUES (:site, :reader, :before)
            ON CONFLICT (site_id, reader_id) DO UPDATE SET
                revoked_before = greatest(r.revoked_before, excluded.revoked_before)
            """)
                .bindValues(reader.parameters())
                .bind("before", now.truncatedTo(ChronoUnit.SECONDS).plus(UNTIL_COMMITTED))
                .then();
    }

    /** Those that revoke tokens of this time and later. */
    Flux<Revocation> since(Instant time) {
        return database.sql("""
            SELECT site_id, reader_id, revoked_before FROM revocation
            WHERE revoked_before >= :since
            """)
                .bind("since", time)
                .map(Row.to(Revocations::revocation))
                .all();
    }

    @Override
    public Mono<Long> purge(Instant now) {
        return database.sql("DELETE FROM revocation WHERE revoked_before < :before")
                .bind("before", clock.tokenTime().minus(PURGED_AFTER))
                .fetch()
                .rowsUpdated();
    }

    private static Revocation revocation(Row row) {
        return new Revocation(
                new ReaderKey(new SiteId(row.text("site_id")), row.id("reader_id")), row.instant("revoked_before"));
    }

    /**
     * One reader's.
     *
     * @param before tokens issued before this are refused; in whole seconds
     */
    record Revocation(ReaderKey reader, Instant before) {}
}
