package io.latchkey.metering;

import static io.latchkey.shared.database.Bindings.orNull;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.web.Page;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What readers opened with unlocks; only {@link Draws} adds to it. */
@Component
class Unlocks {

    private final R2dbcEntityTemplate rows;

    Unlocks(R2dbcEntityTemplate rows) {
        this.rows = rows;
    }

    Mono<Page<Unlock>> page(ReaderKey reader, Page.Request page) {
        Unlocked after = Unlocked.after(page);
        return read(sql("""
            SELECT article_id, grant_id, unlocked_at FROM unlock u
            WHERE site_id = :site AND reader_id = :reader
                AND (CAST(:at AS timestamptz) IS NULL
                    OR (unlocked_at, article_id) < (CAST(:at AS timestamptz), CAST(:after AS text)))
            ORDER BY unlocked_at DESC, article_id DESC LIMIT :size
            """)
                        .bindValues(reader.parameters())
                        .bind("at", orNull(after == null ? null : after.at(), Instant.class))
                        .bind("after", orNull(after == null ? null : after.article(), String.class))
                        .bind("size", page.size() + 1))
                .map(found -> Page.of(found, page, last -> new Unlocked(last.unlockedAt(), last.article()).cursor()));
    }

    /** All of them page by page, by their articles, which finds each page at once. */
    Mono<Page<Unlock>> byArticle(ReaderKey reader, Page.Request page) {
        return read(sql("""
            SELECT article_id, grant_id, unlocked_at FROM unlock
            WHERE site_id = :site AND reader_id = :reader AND article_id > :after
            ORDER BY article_id LIMIT :size
            """)
                        .bindValues(reader.parameters())
                        .bind("after", page.after() == null ? "" : page.after())
                        .bind("size", page.size() + 1))
                .map(found -> Page.of(found, page, Unlock::article));
    }

    private GenericExecuteSpec sql(String sql) {
        return rows.getDatabaseClient().sql(sql);
    }

    private Mono<List<Unlock>> read(GenericExecuteSpec sql) {
        return rows.getRowsFetchSpec(sql, Unlock.class, Unlock.class).all().collectList();
    }

    /**
     * One article of one reader, opened for good.
     *
     * @param grant that paid for it
     */
    @Table("unlock")
    record Unlock(
            @Column("article_id") String article,
            @Column("grant_id") UUID grant,
            Instant unlockedAt) {}
}
