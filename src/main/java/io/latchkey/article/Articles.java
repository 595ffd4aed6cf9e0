package io.latchkey.article;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.latchkey.shared.time.Clock;
import io.latchkey.site.SiteId;
import java.util.List;
import java.util.function.Function;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.query.Query;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The articles of all sites. */
@Component
class Articles {

    private final R2dbcEntityTemplate rows;
    private final Clock clock;

    Articles(R2dbcEntityTemplate rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    Mono<Article> get(SiteId site, ArticleId id) {
        return rows.selectOne(keyed(site, id), Article.class)
                .switchIfEmpty(Mono.error(ArticleProblem.UNKNOWN_ARTICLE::problem));
    }

    /** Writes one article; true when it is new. */
    Mono<Boolean> put(SiteId site, Article article) {
        return putAll(site, List.of(article)).map(added -> added == 1);
    }

    /** Writes articles of different ids in one statement and says how many of them are new. */
    Mono<Long> putAll(SiteId site, List<Article> articles) {
        return rows.getDatabaseClient()
                .sql("""
                    WITH written AS (
                        INSERT INTO article AS a
                            (site_id, article_id, title, url, access, tier,
                             created_at, updated_at)
                        SELECT :site, n.id, n.title, n.url, n.access, n.tier,
                            CAST(:now AS timestamptz), CAST(:now AS timestamptz)
                        FROM unnest(CAST(:ids AS text[]), CAST(:titles AS text[]),
                            CAST(:urls AS text[]), CAST(:levels AS text[]),
                            CAST(:tiers AS text[])) AS n (id, title, url, access, tier)
                        ON CONFLICT (site_id, article_id) DO UPDATE SET
                            title = excluded.title, url = excluded.url,
                            access = excluded.access, tier = excluded.tier,
                            updated_at = excluded.updated_at
                        RETURNING (xmax = 0) AS added)
                    SELECT count(*) FILTER (WHERE added) AS added FROM written
                    """)
                .bind("site", site.value())
                .bind("now", clock.now())
                .bind("ids", column(articles, article -> article.id().value()))
                .bind("titles", column(articles, Article::title))
                .bind("urls", column(articles, Article::url))
                .bind("levels", column(articles, article -> article.access().word()))
                .bind("tiers", column(articles, Article::tier))
                .mapValue(Long.class)
                .one();
    }

    Mono<Void> remove(SiteId site, ArticleId id) {
        return rows.delete(keyed(site, id), Article.class)
                .filter(met -> met > 0)
                .switchIfEmpty(Mono.error(ArticleProblem.UNKNOWN_ARTICLE::problem))
                .then();
    }

    private static String[] column(List<Article> articles, Function<Article, String> value) {
        return articles.stream().map(value).toArray(String[]::new);
    }

    private static Query keyed(SiteId site, ArticleId id) {
        return query(where("site_id").is(site).and("id").is(id));
    }
}
