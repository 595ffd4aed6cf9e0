package io.latchkey.receipt;

import static io.latchkey.shared.Bindings.orNull;

import io.latchkey.event.EventLog;
import io.latchkey.reader.ReaderData;
import io.latchkey.reader.ReaderKey;
import io.latchkey.receipt.ReceiptDocument.Place;
import io.latchkey.receipt.StoredReceipt.Seal;
import io.latchkey.shared.Page;
import io.latchkey.shared.Row;
import io.latchkey.shared.Shield;
import io.latchkey.site.SiteId;
import io.latchkey.token.ReceiptSigner;
import io.latchkey.token.ReceiptSigner.Signature;
import io.r2dbc.postgresql.codec.Json;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * All receipts. What is signed holds ids and no identity, so that erasing a reader leaves receipts
 * and chain whole.
 */
@Component
public class Receipts implements ReaderData {

    private static final TypeReference<Map<String, Object>> CONTENT = new TypeReference<>() {};
    private static final int MOST_EXPORTED = 10_000;
    private static final String COLUMNS =
            "site_id, receipt_id, kind, content, received_at, number, previous_hash, hash,"
                    + " document, signature, key_id, reason, reason_salt";

    private final DatabaseClient database;
    private final ReceiptChains chains;
    private final ReceiptSigner signer;
    private final EventLog events;
    private final Shield shield;
    private final JsonMapper json;

    Receipts(
            DatabaseClient database,
            ReceiptChains chains,
            ReceiptSigner signer,
            EventLog events,
            Shield shield,
            JsonMapper json) {
        this.database = database;
        this.chains = chains;
        this.signer = signer;
        this.events = events;
        this.shield = shield;
        this.json = json;
    }

    /**
     * Signs a receipt and appends it to the reader's chain; call it inside the transaction of what
     * it records, late, because the chain's end is locked until that is over.
     */
    public Mono<Void> add(ReaderKey reader, Receipt receipt) {
        return shield.transaction(
                chains.next(reader)
                        .flatMap(place -> sealed(reader, receipt, place))
                        .flatMap(stored -> insert(reader, stored))
                        .then(Mono.defer(() -> addToLookup(reader, receipt.id())))
                        .then(Mono.defer(() -> tell(reader, receipt))));
    }

    private Mono<StoredReceipt> sealed(ReaderKey reader, Receipt receipt, Place place) {
        SignedContent content = SignedContent.of(receipt.content());
        ReceiptDocument document =
                ReceiptDocument.of(
                        receipt.id(),
                        receipt.kind(),
                        reader.site(),
                        place,
                        receipt.receivedAt(),
                        content.members(),
                        json);
        return signer.sign(document.bytes())
                .map(signature -> new Seal(place, document.hash(), document.text(), signature))
                .map(seal ->
                        new StoredReceipt(
                                receipt.id(),
                                receipt.kind(),
                                reader.site(),
                                content,
                                receipt.receivedAt(),
                                seal))
                .flatMap(
                        stored -> chains.extend(reader, place, document.hash()).thenReturn(stored));
    }

    private Mono<Void> insert(ReaderKey reader, StoredReceipt stored) {
        Seal seal = Objects.requireNonNull(stored.seal());
        return bound(
                        """
                        INSERT INTO receipt (site_id, reader_id, receipt_id, kind, content,
                            received_at, number, previous_hash, hash, document, signature, key_id,
                            reason, reason_salt)
                        VALUES (:site, :reader, :id, :kind, :content, :received, :number, :previous,
                            :hash, :document, :signature, :key, :reason, :salt)
                        """,
                        reader)
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
                .then();
    }

    private Mono<Void> addToLookup(ReaderKey reader, UUID id) {
        return bound(
                        """
                        INSERT INTO receipt_lookup (receipt_id, site_id, reader_id)
                        VALUES (:id, :site, :reader)
                        """,
                        reader)
                .bind("id", id)
                .then();
    }

    private Mono<Void> tell(ReaderKey reader, Receipt receipt) {
        return events.append(
                reader.site(),
                reader.id(),
                "receipt.issued",
                Map.of("receipt", receipt.id(), "kind", receipt.kind()));
    }

    /** The receipt with this id, if it is this reader's. */
    public Mono<Receipt> get(ReaderKey reader, UUID id) {
        return stored(reader, id).map(StoredReceipt::receipt);
    }

    Mono<StoredReceipt> stored(ReaderKey reader, UUID id) {
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
                .map(
                        Row.to(row ->
                                new ReaderKey(
                                        new SiteId(row.text("site_id")), row.id("reader_id"))))
                .one();
    }

    Mono<Page<Receipt>> page(ReaderKey reader, Page.Request page) {
        return bound(
                        "SELECT "
                                + COLUMNS
                                + """
                                 FROM receipt WHERE site_id = :site AND reader_id = :reader
                                    AND (CAST(:after AS uuid) IS NULL
                                        OR receipt_id < CAST(:after AS uuid))
                                ORDER BY receipt_id DESC LIMIT :size
                                """,
                        reader)
                .bind("after", orNull(page.afterId(), UUID.class))
                .bind("size", page.size() + 1)
                .map(Row.to(row -> stored(row).receipt()))
                .all()
                .collectList()
                .map(rows -> Page.of(rows, page, receipt -> receipt.id().toString()));
    }

    @Override
    public String section() {
        return "receipts";
    }

    @Override
    public Mono<Object> export(ReaderKey reader) {
        return page(reader, new Page.Request(null, MOST_EXPORTED)).map(Page::items);
    }

    /** Receipts stay; what the reader wrote goes, from those that were never signed as well. */
    @Override
    public Mono<Void> erase(ReaderKey reader) {
        return bound(
                        """
                        UPDATE receipt SET reason = NULL, reason_salt = NULL,
                            content = CASE WHEN number IS NULL THEN content - 'reason'
                                           ELSE content END
                        WHERE site_id = :site AND reader_id = :reader
                        """,
                        reader)
                .then();
    }

    private DatabaseClient.GenericExecuteSpec bound(String sql, ReaderKey reader) {
        return database.sql(sql).bind("site", reader.site().value()).bind("reader", reader.id());
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

    private static @Nullable Seal seal(Row row) {
        return new Seal(
                new Place(row.number("number"), row.optionalText("previous_hash")),
                row.text("hash"),
                row.text("document"),
                new Signature(row.text("key_id"), row.text("signature")));
    }
}
