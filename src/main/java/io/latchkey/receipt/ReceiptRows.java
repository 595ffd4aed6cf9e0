package io.latchkey.receipt;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Rows;
import io.latchkey.shared.web.Page;
import java.util.UUID;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The tables of receipts and of their ids. */
@Component
class ReceiptRows {

    private final R2dbcEntityTemplate rows;

    ReceiptRows(R2dbcEntityTemplate rows) {
        this.rows = rows;
    }

    @Table("receipt_lookup")
    private record Holder(
            @Column("receipt_id") UUID id, @Embedded.Empty ReaderKey reader) {}

    /** Adds a sealed receipt, and where to find it by its id. */
    Mono<Void> add(ReaderKey reader, StoredReceipt sealed) {
        return sql("""
            INSERT INTO receipt (site_id, reader_id, receipt_id, kind, content,
                received_at, number, previous_hash, hash, document, signature, key_id,
                reason, reason_salt)
            VALUES (:site_id, :reader, :receipt_id, :kind, :content, :received_at, :number,
                :previous_hash, :hash, :document, :signature, :key_id, :reason, :reason_salt)
            """)
                .bindValues(Rows.parameters(rows, sealed))
                .bind("reader", reader.id())
                .then()
                .then(Mono.defer(() -> rows.insert(new Holder(sealed.id(), reader))))
                .then();
    }

    /** The receipt with this id, if it is this reader's. */
    Mono<StoredReceipt> get(ReaderKey reader, UUID id) {
        return rows.selectOne(query(of(reader).and("id").is(id)), StoredReceipt.class);
    }

    /** Whose the receipt with this id is. */
    Mono<ReaderKey> holder(UUID id) {
        return rows.selectOne(query(where("id").is(id)), Holder.class).map(Holder::reader);
    }

    Mono<Page<StoredReceipt>> page(ReaderKey reader, Page.Request page) {
        return Rows.page(rows, of(reader), page, StoredReceipt.class, StoredReceipt::id);
    }

    /** Drops what the reader wrote; what was signed is a hash of it. */
    Mono<Void> forgetWords(ReaderKey reader) {
        return sql("""
            UPDATE receipt SET reason = NULL, reason_salt = NULL,
                content = CASE WHEN number IS NULL THEN content - 'reason'
                               ELSE content END
            WHERE site_id = :site AND reader_id = :reader
            """).bindValues(reader.parameters()).then();
    }

    private static Criteria of(ReaderKey reader) {
        return where("site").is(reader.site()).and("reader_id").is(reader.id());
    }

    private GenericExecuteSpec sql(String sql) {
        return rows.getDatabaseClient().sql(sql);
    }
}
