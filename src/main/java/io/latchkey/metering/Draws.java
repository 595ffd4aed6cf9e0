package io.latchkey.metering;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Row;
import io.latchkey.shared.database.Shield;
import java.time.Instant;
import java.util.Locale;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The two calls that spend. Each is one round trip to a function of the database, in autocommit, so
 * that a request that is cut off leaves either all of it or nothing.
 */
@Component
public class Draws {

    private final DatabaseClient database;

    Draws(DatabaseClient database) {
        this.database = database;
    }

    /** Opens an article with one unlock, unless it is open already. */
    public Mono<Draw> unlock(ReaderKey reader, String article, Instant now) {
        return Shield.repeated(
                database.sql("SELECT outcome, unlock_left FROM draw_unlock(:site, :reader," + " :article, :now)")
                        .bind("site", reader.site().value())
                        .bind("reader", reader.id())
                        .bind("article", article)
                        .bind("now", now)
                        .map(Row.to(row -> new Draw(outcome(row), row.number("unlock_left"))))
                        .one());
    }

    /**
     * Opens an article on the meter, unless it is open already.
     *
     * @param period that begins if none is under way
     * @param limit of that period
     */
    public Mono<Draw> read(
            ReaderKey reader, boolean anonymous, String article, Instant now, MeterPeriod period, int limit) {
        return Shield.repeated(database.sql("""
            SELECT outcome, read_left FROM draw_read(:site, :reader,
                :anonymous, :article, :now, :start, :end, :limit)
            """)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("anonymous", anonymous)
                .bind("article", article)
                .bind("now", now)
                .bind("start", period.start())
                .bind("end", period.end())
                .bind("limit", limit)
                .map(Row.to(row -> new Draw(outcome(row), row.count("read_left"))))
                .one());
    }

    private static Draw.Outcome outcome(Row row) {
        return Draw.Outcome.valueOf(row.text("outcome").toUpperCase(Locale.ROOT));
    }
}
