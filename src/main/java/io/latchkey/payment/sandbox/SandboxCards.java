package io.latchkey.payment.sandbox;

import io.latchkey.reader.ReaderKey;
import io.latchkey.shared.Row;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/** Whether a reader's pretended card declines the next payments. */
@Component
@WhenSandbox
class SandboxCards {

    private final DatabaseClient database;

    SandboxCards(DatabaseClient database) {
        this.database = database;
    }

    Mono<Boolean> declines(ReaderKey reader) {
        return database.sql(
                        "SELECT declines FROM sandbox_card WHERE site_id = :site AND reader_id ="
                                + " :reader")
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .map(Row.to(row -> row.flag("declines")))
                .one()
                .defaultIfEmpty(false);
    }

    Mono<Void> set(ReaderKey reader, boolean declines) {
        return database.sql(
                        """
                        INSERT INTO sandbox_card (site_id, reader_id, declines)
                        VALUES (:site, :reader, :declines)
                        ON CONFLICT (site_id, reader_id) DO UPDATE SET declines = excluded.declines
                        """)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("declines", declines)
                .then();
    }
}
