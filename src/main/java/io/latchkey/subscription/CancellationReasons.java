package io.latchkey.subscription;

import static io.latchkey.shared.Bindings.orNull;

import com.fasterxml.jackson.annotation.JsonValue;
import io.latchkey.event.EventLog;
import io.latchkey.reader.ExportList;
import io.latchkey.reader.ReaderData;
import io.latchkey.reader.ReaderKey;
import io.latchkey.reader.ReaderLock;
import io.latchkey.shared.Clock;
import io.latchkey.shared.Page;
import io.latchkey.shared.Row;
import io.latchkey.site.SiteId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Why readers canceled, as far as they said so: asked afterwards, and nobody has to. */
@Component
public class CancellationReasons implements ReaderData {

    private final DatabaseClient database;
    private final EventLog events;
    private final ReaderLock lock;
    private final Clock clock;

    CancellationReasons(DatabaseClient database, EventLog events, ReaderLock lock, Clock clock) {
        this.database = database;
        this.events = events;
        this.lock = lock;
        this.clock = clock;
    }

    /** What there is to choose from. */
    public enum Kind {
        /** It costs too much. */
        PRICE,
        /** No time to read. */
        TIME,
        /** Not enough of what they want to read. */
        CONTENT,
        /** Something did not work. */
        TECHNICAL,
        /** Something else. */
        OTHER;

        /** As the contract writes it. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind parse(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * One reader's.
     *
     * @param receipt of the cancellation
     * @param words the reader's own
     */
    public record CancellationReason(
            UUID receipt, Kind reason, @Nullable String words, Instant givenAt) {}

    /** Keeps it, in the place of what the reader said of this cancellation before. */
    public Mono<Void> give(ReaderKey reader, UUID receipt, Kind kind, @Nullable String words) {
        return lock.transaction(
                reader,
                database.sql("""
                    INSERT INTO cancellation_reason
                        (site_id, reader_id, receipt_id, reason, words, given_at)
                    VALUES (:site, :reader, :receipt, :reason, :words, :now)
                    ON CONFLICT (site_id, reader_id, receipt_id) DO UPDATE SET
                        reason = excluded.reason, words = excluded.words,
                        given_at = excluded.given_at
                    """)
                        .bindValues(reader.parameters())
                        .bind("receipt", receipt)
                        .bind("reason", kind.word())
                        .bind("words", orNull(words, String.class))
                        .bind("now", clock.now())
                        .then()
                        .then(events.append(
                                reader.site(),
                                reader.id(),
                                "subscription.cancellation-explained",
                                Map.of("receipt", receipt, "reason", kind))));
    }

    /** What all readers of a site said, the latest cancellation first. */
    Mono<Page<CancellationReason>> page(SiteId site, Page.Request page) {
        return database.sql("""
            SELECT receipt_id, reason, words, given_at FROM cancellation_reason
            WHERE site_id = :site AND (CAST(:after AS uuid) IS NULL
                OR receipt_id < CAST(:after AS uuid))
            ORDER BY receipt_id DESC LIMIT :size
            """)
                .bind("site", site.value())
                .bind("after", orNull(page.afterId(), UUID.class))
                .bind("size", page.size() + 1)
                .map(Row.to(CancellationReasons::reason))
                .all()
                .collectList()
                .map(rows -> Page.of(rows, page, given -> given.receipt().toString()));
    }

    @Override
    public List<ExportList> export(ReaderKey reader) {
        return List.of(ExportList.whole(
                "cancellationReasons",
                null,
                database.sql("""
                    SELECT receipt_id, reason, words, given_at FROM cancellation_reason
                    WHERE site_id = :site AND reader_id = :reader ORDER BY receipt_id
                    """)
                        .bindValues(reader.parameters())
                        .map(Row.to(CancellationReasons::reason))
                        .all()
                        .collectList()));
    }

    /** A reason stays to be counted; what the reader wrote goes. */
    @Override
    public Mono<Void> erase(ReaderKey reader) {
        return database.sql("""
            UPDATE cancellation_reason SET words = NULL
            WHERE site_id = :site AND reader_id = :reader
            """).bindValues(reader.parameters()).then();
    }

    private static CancellationReason reason(Row row) {
        return new CancellationReason(
                row.id("receipt_id"),
                Kind.parse(row.text("reason")),
                row.optionalText("words"),
                row.instant("given_at"));
    }
}
