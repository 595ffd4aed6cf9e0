package io.latchkey.article;

import io.latchkey.shared.Input;
import io.latchkey.shared.Problem;
import io.latchkey.shared.RequestProblem;
import io.latchkey.shared.Shield;
import io.latchkey.site.SiteId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.function.Tuple2;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes many articles at once: all of them or, when a line is wrong, none. */
@Component
class ArticleImport {

    private static final int MOST_ARTICLES = 100_000;
    private static final int ARTICLES_A_STATEMENT = 1_000;

    /** What bytes that are not UTF-8 become while the lines are split. */
    private static final char UNDECODABLE = '\ufffd';

    private final Articles articles;
    private final Shield shield;
    private final JsonMapper json;

    ArticleImport(Articles articles, Shield shield, JsonMapper json) {
        this.articles = articles;
        this.shield = shield;
        this.json = json;
    }

    /** Reads one article a line (NDJSON); of two lines with one id the later counts. */
    Mono<Imported> run(SiteId site, Flux<String> lines) {
        return lines.index()
                .filter(line -> !line.getT2().isBlank())
                .collect(Batch::new, this::add)
                .flatMap(batch ->
                        batch.refusal == null
                                ? shield.transaction(write(site, batch.articles.values()))
                                : Mono.error(batch.refusal));
    }

    private Mono<Imported> write(SiteId site, Collection<Article> all) {
        return Flux.fromIterable(all)
                .buffer(ARTICLES_A_STATEMENT)
                .concatMap(some -> articles.putAll(site, some))
                .reduce(0L, Long::sum)
                .map(added -> new Imported(all.size(), added));
    }

    /** After the first wrong line the rest is read past, so that the client gets its answer. */
    private void add(Batch batch, Tuple2<Long, String> numbered) {
        if (batch.refusal != null) {
            return;
        }
        try {
            Article article = article(numbered.getT1() + 1, numbered.getT2());
            batch.articles.put(article.id(), article);
            if (batch.articles.size() > MOST_ARTICLES) {
                batch.refusal = ArticleProblem.IMPORT_TOO_LARGE.problem();
            }
        } catch (Problem refusal) {
            batch.refusal = refusal;
        }
    }

    private Article article(long line, String text) {
        if (text.indexOf(UNDECODABLE) >= 0) {
            throw invalid(line, RequestProblem.INVALID_BODY.because("It is not in UTF-8."));
        }
        try {
            Line read = json.readValue(text, Line.class);
            if (read != null) {
                return read.article();
            }
        } catch (JacksonException e) {
            throw invalid(line, e.getCause() instanceof Problem why ? why : null);
        } catch (Problem why) {
            throw invalid(line, why);
        }
        throw invalid(line, null);
    }

    private static Problem invalid(long line, @Nullable Problem why) {
        String reason = why == null ? "It is not JSON of an article's shape." : why.getMessage();
        return ArticleProblem.INVALID_LINE
                .because("Line " + line + ": " + reason + " Nothing was imported.")
                .with("line", line);
    }

    private static final class Batch {
        private final Map<ArticleId, Article> articles = new LinkedHashMap<>();
        private @Nullable Problem refusal;
    }

    /**
     * What an import did.
     *
     * @param imported articles written
     * @param added those of them that are new
     */
    record Imported(long imported, long added) {}

    /** One line: an article's body with its id. */
    record Line(ArticleId id, String title, String url, AccessLevel access, @Nullable String tier) {

        Article article() {
            return new ArticleBody(title, url, access, tier).named(Input.present("id", id));
        }
    }
}
