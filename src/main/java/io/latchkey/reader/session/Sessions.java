package io.latchkey.reader.session;

import io.latchkey.reader.identity.ReaderLock;
import io.latchkey.reader.revocation.Revocations;
import io.latchkey.shared.database.Sweeps;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Perishable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** How the sessions of readers stand, and their end: a token alone knows neither. */
@Component
public class Sessions implements Perishable {

    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

    private final R2dbcEntityTemplate rows;
    private final Revocations revocations;
    private final ReaderLock lock;
    private final Clock clock;

    Sessions(R2dbcEntityTemplate rows, Revocations revocations, ReaderLock lock, Clock clock) {
        this.rows = rows;
        this.revocations = revocations;
        this.lock = lock;
        this.clock = clock;
    }

    /** How this session stands now; for callers whose own query does not read it along. */
    public Mono<ReaderStanding> standing(ReaderSession session) {
        GenericExecuteSpec standing = sql("""
            SELECT coalesce(r.sessions_generation, 0) AS generation,
                r.merged_into IS NOT NULL AS merged,
                EXISTS (SELECT 1 FROM ended_session e WHERE e.site_id = :site
                    AND e.reader_id = :reader AND e.session_id = :session) AS ended
            FROM (SELECT 1) AS one
            LEFT JOIN reader r ON r.site_id = :site AND r.reader_id = :reader
            """)
                .bind("site", session.site().value())
                .bind("reader", session.reader().id())
                .bind("session", session.id());
        return rows.getRowsFetchSpec(standing, ReaderStanding.class, ReaderStanding.class)
                .one();
    }

    /** Ends one session; the row goes when the token would have expired. */
    public Mono<Void> end(ReaderSession session) {
        return lock.transaction(session.reader(), noteEnd(session).then(revocations.revoke(session.reader())));
    }

    private Mono<Void> noteEnd(ReaderSession session) {
        return sql("""
            INSERT INTO ended_session (site_id, reader_id, session_id, expires_at)
            VALUES (:site, :reader, :session, :expires) ON CONFLICT DO NOTHING
            """)
                .bind("site", session.site().value())
                .bind("reader", session.reader().id())
                .bind("session", session.id())
                .bind("expires", session.expiresAt())
                .then();
    }

    @Override
    public Mono<Long> purge(Instant now) {
        return purgeEnded(clock.tokenTime()).zipWith(purgeAnonymous(clock.tokenTime()), Long::sum);
    }

    /** The notes of ended sessions whose tokens have expired. */
    private Mono<Long> purgeEnded(Instant tokenTime) {
        return Sweeps.delete(
                rows.getDatabaseClient(), "ended_session WHERE expires_at < :now", Map.of("now", tokenTime));
    }

    /**
     * Anonymous readers whose last token has expired. Only a merge or an erasure must be
     * remembered of them, and that only as long as a token could call.
     */
    private Mono<Long> purgeAnonymous(Instant tokenTime) {
        return Sweeps.delete(
                rows.getDatabaseClient(),
                "reader WHERE anonymous AND updated_at < :before",
                Map.of("before", tokenTime.minus(ReaderTokens.ANONYMOUS_LIFE).minus(CLOCKS_DIFFER)));
    }

    private GenericExecuteSpec sql(String sql) {
        return rows.getDatabaseClient().sql(sql);
    }
}
