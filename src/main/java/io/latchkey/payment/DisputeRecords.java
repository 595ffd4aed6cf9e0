package io.latchkey.payment;

import static io.latchkey.shared.Bindings.orNull;

import io.latchkey.payment.provider.BilledDispute;
import io.latchkey.reader.ReaderKey;
import io.latchkey.shared.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The disputes over readers' payments. Kept for the books, as the payments are. */
@Component
class DisputeRecords {

    private static final String COLUMNS = """
        SELECT dispute_id, payment_id, amount_minor, currency, status, opened_at, closed_at
        FROM dispute
        WHERE site_id = :site AND reader_id = :reader
        """;

    private final DatabaseClient database;

    DisputeRecords(DatabaseClient database) {
        this.database = database;
    }

    /** The one that goes by this reason; empty when none does. */
    Mono<Dispute> find(ReaderKey reader, String reason) {
        return database.sql(COLUMNS + " AND reason = :reason FOR UPDATE")
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("reason", reason)
                .map(Row.to(DisputeRecords::dispute))
                .one();
    }

    /**
     * Adds one.
     *
     * @param reason unique for its reader, so that what is told again is recorded once
     */
    Mono<Void> add(ReaderKey reader, Dispute dispute, String reason) {
        return database.sql("""
            INSERT INTO dispute (site_id, reader_id, dispute_id, reason, payment_id,
                amount_minor, currency, status, opened_at, closed_at)
            VALUES (:site, :reader, :id, :reason, :payment, :amount, :currency,
                :status, :opened, :closed)
            """)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("id", dispute.id())
                .bind("reason", reason)
                .bind("payment", dispute.payment())
                .bind("amount", dispute.amountMinor())
                .bind("currency", dispute.currency())
                .bind("status", dispute.status().word())
                .bind("opened", dispute.openedAt())
                .bind("closed", orNull(dispute.closedAt(), Instant.class))
                .then();
    }

    /** The bank decided, or thought again. */
    Mono<Void> become(ReaderKey reader, Dispute dispute) {
        return database.sql("""
            UPDATE dispute SET status = :status, amount_minor = :amount,
                closed_at = :closed
            WHERE site_id = :site AND reader_id = :reader AND dispute_id = :id
            """)
                .bind("status", dispute.status().word())
                .bind("amount", dispute.amountMinor())
                .bind("closed", orNull(dispute.closedAt(), Instant.class))
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("id", dispute.id())
                .then();
    }

    /** All of a reader's, by payment, the first one first. */
    Mono<Map<UUID, List<Dispute>>> of(ReaderKey reader) {
        return all(reader).collectList().map(found -> found.stream().collect(Collectors.groupingBy(Dispute::payment)));
    }

    private Flux<Dispute> all(ReaderKey reader) {
        return database.sql(COLUMNS + " ORDER BY opened_at, dispute_id")
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .map(Row.to(DisputeRecords::dispute))
                .all();
    }

    private static Dispute dispute(Row row) {
        return new Dispute(
                row.id("dispute_id"),
                row.id("payment_id"),
                row.number("amount_minor"),
                row.text("currency"),
                BilledDispute.Status.parse(row.text("status")),
                row.instant("opened_at"),
                row.optionalInstant("closed_at"));
    }
}
