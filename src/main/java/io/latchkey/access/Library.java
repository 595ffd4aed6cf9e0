package io.latchkey.access;

import static io.latchkey.shared.database.Bindings.orNull;

import io.latchkey.metering.Unlocked;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.web.Page;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What readers opened for good, under the titles that their site gives. Unlocks know no titles and
 * articles no readers, so the query reads across both rooms, as that of the decision does.
 */
@Component
public class Library {

    private final R2dbcEntityTemplate rows;

    Library(R2dbcEntityTemplate rows) {
        this.rows = rows;
    }

    /**
     * An article that stays open to its reader.
     *
     * @param title null when the site withdrew the article
     * @param url null, too, then
     */
    @Table("unlock")
    public record Possession(
            @Column("article_id") String article,
            @Nullable String title,
            @Nullable String url,
            Instant unlockedAt) {}

    /**
     * The latest first.
     *
     * @param words that the title holds as they stand, in small or capital letters; empty for all
     */
    public Mono<Page<Possession>> page(ReaderKey reader, String words, Page.Request page) {
        Unlocked after = Unlocked.after(page);
        GenericExecuteSpec found = rows.getDatabaseClient()
                .sql("""
                    SELECT u.article_id, u.unlocked_at, a.title, a.url
                    FROM unlock u
                    LEFT JOIN article a ON a.site_id = u.site_id AND a.article_id = u.article_id
                    WHERE u.site_id = :site AND u.reader_id = :reader
                        AND strpos(lower(coalesce(a.title, u.article_id)), lower(:words)) > 0
                        AND (CAST(:at AS timestamptz) IS NULL
                            OR (u.unlocked_at, u.article_id) < (CAST(:at AS timestamptz), CAST(:after AS text)))
                    ORDER BY u.unlocked_at DESC, u.article_id DESC LIMIT :size
                    """)
                .bindValues(reader.parameters())
                .bind("words", words)
                .bind("at", orNull(after == null ? null : after.at(), Instant.class))
                .bind("after", orNull(after == null ? null : after.article(), String.class))
                .bind("size", page.size() + 1);
        return rows.getRowsFetchSpec(found, Possession.class, Possession.class)
                .all()
                .collectList()
                .map(all -> Page.of(all, page, last -> new Unlocked(last.unlockedAt(), last.article()).cursor()));
    }
}
