package io.latchkey.subscription.leaving;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import io.latchkey.event.EventLog;
import io.latchkey.event.Teller;
import io.latchkey.reader.data.ExportList;
import io.latchkey.reader.data.ReaderData;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.ReaderLock;
import io.latchkey.shared.database.Rows;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.web.Page;
import io.latchkey.site.SiteId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.relational.core.query.Query;
import org.springframework.data.relational.core.query.Update;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Why readers canceled, as far as they said so: asked afterwards, and nobody has to. */
@Component
public class CancellationReasons implements ReaderData, Teller {

    private final R2dbcEntityTemplate rows;
    private final EventLog events;
    private final ReaderLock lock;
    private final Clock clock;

    CancellationReasons(R2dbcEntityTemplate rows, EventLog events, ReaderLock lock, Clock clock) {
        this.rows = rows;
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
    @Table("cancellation_reason")
    public record CancellationReason(
            @JsonIgnore @Embedded.Empty ReaderKey reader,
            @Column("receipt_id") UUID receipt,
            Kind reason,
            @Nullable String words,
            Instant givenAt) {}

    /** Keeps it, in the place of what the reader said of this cancellation before. */
    public Mono<Void> give(ReaderKey reader, UUID receipt, Kind kind, @Nullable String words) {
        return lock.transaction(
                reader,
                put(new CancellationReason(reader, receipt, kind, words, clock.now()))
                        .then(events.append(
                                reader.site(),
                                reader.id(),
                                LeavingFact.CANCELLATION_EXPLAINED,
                                new LeavingFact.Explained(receipt, kind))));
    }

    private Mono<Void> put(CancellationReason given) {
        return rows.getDatabaseClient()
                .sql("""
                    INSERT INTO cancellation_reason
                        (site_id, reader_id, receipt_id, reason, words, given_at)
                    VALUES (:site_id, :reader_id, :receipt_id, :reason, :words, :given_at)
                    ON CONFLICT (site_id, reader_id, receipt_id) DO UPDATE SET
                        reason = excluded.reason, words = excluded.words,
                        given_at = excluded.given_at
                    """)
                .bindValues(Rows.parameters(rows, given))
                .then();
    }

    /** What all readers of a site said, the latest cancellation first. */
    Mono<Page<CancellationReason>> page(SiteId site, Page.Request page) {
        return Rows.page(
                rows,
                where("site_id").is(site),
                page,
                CancellationReason.class,
                "receipt",
                CancellationReason::receipt);
    }

    @Override
    public List<ExportList> export(ReaderKey reader) {
        return List.of(ExportList.whole(
                "cancellationReasons",
                null,
                rows.select(of(reader).sort(Sort.by("receipt")), CancellationReason.class)
                        .collectList()));
    }

    /** A reason stays to be counted; what the reader wrote goes. */
    @Override
    public Mono<Void> erase(ReaderKey reader) {
        return rows.update(of(reader), Update.update("words", null), CancellationReason.class)
                .then();
    }

    @Override
    public List<LeavingFact> tells() {
        return List.of(LeavingFact.values());
    }

    private static Query of(ReaderKey reader) {
        return query(where("reader").is(reader));
    }
}
