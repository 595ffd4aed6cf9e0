package io.latchkey.metering;

import static io.latchkey.shared.Bindings.orNull;

import io.latchkey.reader.ReaderKey;
import io.latchkey.shared.Page;
import io.latchkey.shared.Row;
import java.time.Instant;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What readers opened with unlocks; only {@link Draws} adds to it. */
@Component
class Unlocks {

    private final DatabaseClient database;

    Unlocks(DatabaseClient database) {
        this.database = database;
    }

    Mono<Page<Unlock>> page(ReaderKey reader, Page.Request page) {
        Unlocked after = Unlocked.after(page);
        return database.sql("""
            SELECT article_id, grant_id, unlocked_at FROM unlock u
            WHERE site_id = :site AND reader_id = :reader
                AND (CAST(:at AS timestamptz) IS NULL
                    OR (unlocked_at, article_id) < (CAST(:at AS timestamptz), CAST(:after AS text)))
            ORDER BY unlocked_at DESC, article_id DESC LIMIT :size
            """)
                .bindValues(reader.parameters())
                .bind("at", orNull(after == null ? null : after.at(), Instant.class))
                .bind("after", orNull(after == null ? null : after.article(), String.class))
                .bind("size", page.size() + 1)
                .map(Row.to(Unlocks::unlock))
                .all()
                .collectList()
                .map(rows -> Page.of(rows, page, last -> new Unlocked(last.unlockedAt(), last.article()).cursor()));
    }

    /** All of them page by page, by their articles, which finds each page at once. */
    Mono<Page<Unlock>> byArticle(ReaderKey reader, Page.Request page) {
        return database.sql("""
            SELECT article_id, grant_id, unlocked_at FROM unlock
            WHERE site_id = :site AND reader_id = :reader AND article_id > :after
            ORDER BY article_id LIMIT :size
            """)
                .bindValues(reader.parameters())
                .bind("after", page.after() == null ? "" : page.after())
                .bind("size", page.size() + 1)
                .map(Row.to(Unlocks::unlock))
                .all()
                .collectList()
                .map(rows -> Page.of(rows, page, Unlock::article));
    }

    private static Unlock unlock(Row row) {
        return new Unlock(row.text("article_id"), row.id("grant_id"), row.instant("unlocked_at"));
    }

    /**
     * One article of one reader, opened for good.
     *
     * @param grant that paid for it
     */
    record Unlock(String article, UUID grant, Instant unlockedAt) {}
}
