package io.latchkey.reader.revocation;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Sweeps;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Perishable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;
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

    private final R2dbcEntityTemplate rows;
    private final Clock clock;

    Revocations(R2dbcEntityTemplate rows, Clock clock) {
        this.rows = rows;
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
        return rows.getDatabaseClient()
                .sql("""
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
        return rows.select(query(where("before").greaterThanOrEquals(time)), Revocation.class);
    }

    @Override
    public Mono<Long> purge(Instant now) {
        return Sweeps.delete(
                rows.getDatabaseClient(),
                "revocation WHERE revoked_before < :before",
                Map.of("before", clock.tokenTime().minus(PURGED_AFTER)));
    }

    /**
     * One reader's.
     *
     * @param before tokens issued before this are refused; in whole seconds
     */
    @Table("revocation")
    record Revocation(
            @Embedded.Empty ReaderKey reader,
            @Column("revoked_before") Instant before) {}
}
