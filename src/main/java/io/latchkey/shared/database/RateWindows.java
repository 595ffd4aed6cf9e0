package io.latchkey.shared.database;

import io.latchkey.shared.secret.Sha256;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Perishable;
import java.time.Duration;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Counts how often something is asked in a window of wall-clock time, over all replicas. */
@Component
public class RateWindows implements Perishable {

    private final DatabaseClient database;
    private final Clock clock;

    RateWindows(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Counts once more, and says whether that is still within the limit.
     *
     * @param key what is counted; only its hash is stored
     */
    public Mono<Boolean> within(String key, int most, Duration window) {
        long seconds = window.toSeconds();
        long start = Math.floorDiv(clock.tokenTime().getEpochSecond(), seconds) * seconds;
        return database.sql("""
            INSERT INTO rate_window AS r (key_hash, starts_at, ends_at, used)
            VALUES (:key, :starts, :ends, 1)
            ON CONFLICT (key_hash, starts_at) DO UPDATE SET used = r.used + 1
            RETURNING used
            """)
                .bind("key", Sha256.of(key))
                .bind("starts", Instant.ofEpochSecond(start))
                .bind("ends", Instant.ofEpochSecond(start + seconds))
                .mapValue(Integer.class)
                .one()
                .map(used -> used <= most);
    }

    @Override
    public Mono<Long> purge(Instant now) {
        return database.sql("DELETE FROM rate_window WHERE ends_at < :now")
                .bind("now", clock.tokenTime())
                .fetch()
                .rowsUpdated();
    }
}
