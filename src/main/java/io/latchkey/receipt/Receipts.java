package io.latchkey.receipt;

import static io.latchkey.shared.Bindings.orNull;

import io.latchkey.reader.ReaderData;
import io.latchkey.reader.ReaderKey;
import io.latchkey.shared.Page;
import io.latchkey.shared.Row;
import io.r2dbc.postgresql.codec.Json;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.util.Map;
import java.util.UUID;

/** All receipts. They hold ids and no identity, so that erasing a reader leaves them whole. */
@Component
public class Receipts implements ReaderData {

    private static final TypeReference<Map<String, Object>> CONTENT = new TypeReference<>() {};
    private static final int MOST_EXPORTED = 10_000;

    private final DatabaseClient database;
    private final JsonMapper json;

    Receipts(DatabaseClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    /** Adds a receipt; call it inside the transaction of what it records. */
    public Mono<Void> add(ReaderKey reader, Receipt receipt) {
        return database.sql(
                        """
                        INSERT INTO receipt (site_id, reader_id, receipt_id, kind, content,
                            received_at)
                        VALUES (:site, :reader, :id, :kind, :content, :received)
                        """)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("id", receipt.id())
                .bind("kind", receipt.kind().word())
                .bind("content", Json.of(json.writeValueAsBytes(receipt.content())))
                .bind("received", receipt.receivedAt())
                .then();
    }

    /** The receipt with this id, if it is this reader's. */
    public Mono<Receipt> get(ReaderKey reader, UUID id) {
        return database.sql(
                        """
                        SELECT receipt_id, kind, content, received_at FROM receipt
                        WHERE site_id = :site AND reader_id = :reader AND receipt_id = :id
                        """)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("id", id)
                .map(Row.to(this::receipt))
                .one();
    }

    Mono<Page<Receipt>> page(ReaderKey reader, Page.Request page) {
        return database.sql(
                        """
                        SELECT receipt_id, kind, content, received_at FROM receipt
                        WHERE site_id = :site AND reader_id = :reader
                            AND (CAST(:after AS uuid) IS NULL OR receipt_id < CAST(:after AS uuid))
                        ORDER BY receipt_id DESC LIMIT :size
                        """)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("after", orNull(page.afterId(), UUID.class))
                .bind("size", page.size() + 1)
                .map(Row.to(this::receipt))
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

    @Override
    public Mono<Void> erase(ReaderKey reader) {
        return Mono.empty();
    }

    private Receipt receipt(Row row) {
        return new Receipt(
                row.id("receipt_id"),
                Receipt.Kind.parse(row.text("kind")),
                json.readValue(row.text("content"), CONTENT),
                row.instant("received_at"));
    }
}
