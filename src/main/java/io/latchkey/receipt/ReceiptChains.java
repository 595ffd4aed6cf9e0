package io.latchkey.receipt;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.receipt.ChainLinks.Link;
import io.latchkey.receipt.ReceiptDocument.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The ends of the readers' chains, and the way along them. */
@Component
class ReceiptChains {

    /** How far a verification looks to either side: beyond what a reader gathers in 30 years. */
    static final int REACH = 500;

    private final R2dbcEntityTemplate rows;

    ReceiptChains(R2dbcEntityTemplate rows) {
        this.rows = rows;
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
                .then(rows.getRowsFetchSpec(bound("""
                    SELECT next_number, head_hash FROM receipt_chain
                    WHERE site_id = :site AND reader_id = :reader
                    FOR UPDATE
                    """, reader), End.class, End.class)
                        .one()
                        .map(End::place));
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
        GenericExecuteSpec around = bound("""
            SELECT c.next_number, c.head_hash, r.number, r.previous_hash, r.hash,
                r.document
            FROM receipt_chain c JOIN receipt r
                ON r.site_id = c.site_id AND r.reader_id = c.reader_id
            WHERE c.site_id = :site AND c.reader_id = :reader
                AND r.number BETWEEN :from AND :to
            ORDER BY r.number
            """, reader).bind("from", from).bind("to", number + REACH);
        return rows.getRowsFetchSpec(around, Seen.class, Seen.class)
                .all()
                .collectList()
                .map(seen -> whole(seen, from, number + REACH));
    }

    private static boolean whole(List<Seen> seen, long from, long reach) {
        if (seen.isEmpty()) {
            return false;
        }
        End end = seen.getFirst().end();
        return new ChainLinks(
                        seen.stream().map(Seen::link).toList(),
                        from,
                        Math.min(reach, end.nextNumber() - 1),
                        end.nextNumber(),
                        end.headHash())
                .whole();
    }

    @Table("receipt_chain")
    private record End(long nextNumber, @Nullable String headHash) {
        Place place() {
            return new Place(nextNumber, headHash);
        }
    }

    @Table("receipt")
    private record Seen(
            @Embedded.Empty End end, @Embedded.Empty Link link) {}

    private GenericExecuteSpec bound(String sql, ReaderKey reader) {
        return rows.getDatabaseClient().sql(sql).bindValues(reader.parameters());
    }
}
