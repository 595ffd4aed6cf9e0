package io.latchkey.article;

import io.latchkey.shared.database.Shield;
import io.latchkey.site.SiteId;
import java.nio.ByteBuffer;
import java.util.Collection;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Writes many articles at once: all of them or, when a line is wrong, none. */
@Component
class ArticleImport {

    private static final int ARTICLES_A_STATEMENT = 1_000;

    private final Articles articles;
    private final Shield shield;
    private final JsonMapper json;

    ArticleImport(Articles articles, Shield shield, JsonMapper json) {
        this.articles = articles;
        this.shield = shield;
        this.json = json;
    }

    /** Reads one article a line (NDJSON); of two lines with one id the later counts. */
    Mono<Imported> run(SiteId site, Flux<ByteBuffer> body) {
        return body.collect(() -> new ArticleBatch(json), ArticleBatch::add)
                .map(ArticleBatch::end)
                .flatMap(all -> shield.transaction(write(site, all)));
    }

    private Mono<Imported> write(SiteId site, Collection<Article> all) {
        return Flux.fromIterable(all)
                .buffer(ARTICLES_A_STATEMENT)
                .concatMap(some -> articles.putAll(site, some))
                .reduce(0L, Long::sum)
                .map(added -> new Imported(all.size(), added));
    }

    /**
     * What an import did.
     *
     * @param imported articles written
     * @param added those of them that are new
     */
    record Imported(long imported, long added) {}
}
