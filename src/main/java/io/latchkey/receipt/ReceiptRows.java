package io.latchkey.receipt;

import static io.latchkey.shared.Bindings.orNull;

import io.latchkey.reader.ReaderKey;
import io.latchkey.receipt.ReceiptDocument.Place;
import io.latchkey.receipt.StoredReceipt.Seal;
import io.latchkey.shared.Page;
import io.latchkey.shared.Row;
import io.latchkey.site.SiteId;
import io.latchkey.token.ReceiptSigner.Signature;
import io.r2dbc.postgresql.codec.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The tables of receipts and of their ids. */
@Component
class ReceiptRows {

    private static final TypeReference<Map<String, Object>> CONTENT = new TypeReference<>() {};
    private static final String COLUMNS =
            "site_id, receipt_id, kind, content, received_at, number, previous_hash, hash,"
                    + " document, signature, key_id, reason, reason_salt";

    private final DatabaseClient database;
    private final JsonMapper json;

    ReceiptRows(DatabaseClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    /** Adds a sealed receipt, and where to find it by its id. */
    Mono<Void> add(ReaderKey reader, StoredReceipt stored) {
        Seal seal = Objects.requireNonNull(stored.seal());
        return bound("""
            INSERT INTO receipt (site_id, reader_id, receipt_id, kind, content,
                received_at, number, previous_hash, hash, document, signature, key_id,
                reason, reason_salt)
            VALUES (:site, :reader, :id, :kind, :content, :received, :number, :previous,
                :hash, :document, :signature, :key, :reason, :salt)
            """, reader)
                .bind("id", stored.id())
                .bind("kind", stored.kind().word())
                .bind("content", Json.of(json.writeValueAsBytes(stored.content().members())))
                .bind("received", stored.receivedAt())
                .bind("number", seal.place().number())
                .bind("previous", orNull(seal.place().previousHash(), String.class))
                .bind("hash", seal.hash())
                .bind("document", seal.document())
                .bind("signature", seal.signature().jws())
                .bind("key", seal.signature().keyId())
                .bind("reason", orNull(stored.content().reason(), String.class))
                .bind("salt", orNull(stored.content().salt(), String.class))
                .then()
                .then(Mono.defer(() -> addToLookup(reader, stored.id())));
    }

    private Mono<Void> addToLookup(ReaderKey reader, UUID id) {
        return bound("""
            INSERT INTO receipt_lookup (receipt_id, site_id, reader_id)
            VALUES (:id, :site, :reader)
            """, reader).bind("id", id).then();
    }

    /** The receipt with this id, if it is this reader's. */
    Mono<StoredReceipt> get(ReaderKey reader, UUID id) {
        return bound(
                        "SELECT "
                                + COLUMNS
                                + " FROM receipt WHERE site_id = :site AND reader_id = :reader"
                                + " AND receipt_id = :id",
                        reader)
                .bind("id", id)
                .map(Row.to(this::stored))
                .one();
    }

    /** Whose the receipt with this id is. */
    Mono<ReaderKey> holder(UUID id) {
        return database.sql("SELECT site_id, reader_id FROM receipt_lookup WHERE receipt_id = :id")
                .bind("id", id)
                .map(Row.to(row -> new ReaderKey(new SiteId(row.text("site_id")), row.id("reader_id"))))
                .one();
    }

    /** One more than the page holds, if there are as many. */
    Mono<List<StoredReceipt>> page(ReaderKey reader, Page.Request page) {
        return bound("SELECT " + COLUMNS + """
             FROM receipt WHERE site_id = :site AND reader_id = :reader
                AND (CAST(:after AS uuid) IS NULL
                    OR receipt_id < CAST(:after AS uuid))
            ORDER BY receipt_id DESC LIMIT :size
            """, reader)
                .bind("after", orNull(page.afterId(), UUID.class))
                .bind("size", page.size() + 1)
                .map(Row.to(this::stored))
                .all()
                .collectList();
    }

    /** Drops what the reader wrote; what was signed is a hash of it. */
    Mono<Void> forgetWords(ReaderKey reader) {
        return bound("""
            UPDATE receipt SET reason = NULL, reason_salt = NULL,
                content = CASE WHEN number IS NULL THEN content - 'reason'
                               ELSE content END
            WHERE site_id = :site AND reader_id = :reader
            """, reader).then();
    }

    private DatabaseClient.GenericExecuteSpec bound(String sql, ReaderKey reader) {
        return database.sql(sql).bindValues(reader.parameters());
    }

    private StoredReceipt stored(Row row) {
        return new StoredReceipt(
                row.id("receipt_id"),
                Receipt.Kind.parse(row.text("kind")),
                new SiteId(row.text("site_id")),
                new SignedContent(
                        json.readValue(row.text("content"), CONTENT),
                        row.optionalText("reason"),
                        row.optionalText("reason_salt")),
                row.instant("received_at"),
                row.optionalText("hash") == null ? null : seal(row));
    }

    private static Seal seal(Row row) {
        return new Seal(
                new Place(row.number("number"), row.optionalText("previous_hash")),
                row.text("hash"),
                row.text("document"),
                new Signature(row.text("key_id"), row.text("signature")));
    }
}
