package io.latchkey.receipt;

import io.latchkey.reader.ReaderKey;
import io.latchkey.receipt.ChainLinks.Link;
import io.latchkey.receipt.ReceiptDocument.Place;
import io.latchkey.shared.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The ends of the readers' chains, and the way along them. */
@Component
class ReceiptChains {

    /** How far a verification looks to either side: beyond what a reader gathers in 30 years. */
    static final int REACH = 500;

    private final DatabaseClient database;

    ReceiptChains(DatabaseClient database) {
        this.database = database;
    }

    /**
     * The next place. It locks the end of the chain until the transaction is over, so that whoever
     * appends at the same time waits, and sees this one or nothing of it.
     */
    Mono<Place> next(ReaderKey reader) {
        return bound("""
            INSERT INTO receipt_chain (site_id, reader_id, next_number)
            VALUES (:site, :reader, 1)
            ON CONFLICT (site_id, reader_id) DO NOTHING
            """, reader)
                .then()
                .then(bound("""
                    SELECT next_number, head_hash FROM receipt_chain
                    WHERE site_id = :site AND reader_id = :reader
                    FOR UPDATE
                    """, reader)
                        .map(Row.to(row -> new Place(row.number("next_number"), row.optionalText("head_hash"))))
                        .one());
    }

    /** Puts the receipt at that place to the end of the chain. */
    Mono<Void> extend(ReaderKey reader, Place place, String hash) {
        return bound("""
            UPDATE receipt_chain SET next_number = :next, head_hash = :hash
            WHERE site_id = :site AND reader_id = :reader
            """, reader)
                .bind("next", place.number() + 1)
                .bind("hash", hash)
                .then();
    }

    /**
     * Whether the chain holds around this number. One statement, so that receipts and end are of
     * one moment.
     */
    Mono<Boolean> whole(ReaderKey reader, long number) {
        long from = Math.max(1, number - REACH);
        return bound("""
            SELECT c.next_number, c.head_hash, r.number, r.previous_hash, r.hash,
                r.document
            FROM receipt_chain c JOIN receipt r
                ON r.site_id = c.site_id AND r.reader_id = c.reader_id
            WHERE c.site_id = :site AND c.reader_id = :reader
                AND r.number BETWEEN :from AND :to
            ORDER BY r.number
            """, reader)
                .bind("from", from)
                .bind("to", number + REACH)
                .map(Row.to(ReceiptChains::seen))
                .all()
                .collectList()
                .map(rows -> whole(rows, from, number + REACH));
    }

    private static boolean whole(List<Seen> rows, long from, long reach) {
        if (rows.isEmpty()) {
            return false;
        }
        long next = rows.getFirst().next();
        return new ChainLinks(
                        rows.stream().map(Seen::link).toList(),
                        from,
                        Math.min(reach, next - 1),
                        next,
                        rows.getFirst().headHash())
                .whole();
    }

    private record Seen(long next, @Nullable String headHash, Link link) {}

    private static Seen seen(Row row) {
        return new Seen(
                row.number("next_number"),
                row.optionalText("head_hash"),
                new Link(
                        new Place(row.number("number"), row.optionalText("previous_hash")),
                        row.text("hash"),
                        row.text("document")));
    }

    private DatabaseClient.GenericExecuteSpec bound(String sql, ReaderKey reader) {
        return database.sql(sql).bindValues(reader.parameters());
    }
}
