package io.latchkey.article;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Deadline;
import io.latchkey.site.SiteId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Articles as they were a moment ago, for those who ask at every page view. What a site publishes
 * or closes counts here after {@link #FRESH}; while the database is away, what is known goes on
 * counting for {@link #LAST_RESORT}.
 */
@Component
public class KnownArticles {

    static final Duration FRESH = Duration.ofSeconds(5);
    static final Duration LAST_RESORT = Duration.ofMinutes(5);

    /** A page view waits for it. */
    private static final Duration LONGEST_READ = Duration.ofSeconds(1);

    /** Some 20 MB; those that are not there are kept as well, or asking for them would cost us. */
    private static final int MOST = 50_000;

    private final Articles articles;
    private final Clock clock;
    private final Cache<Name, Known> known = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(LAST_RESORT)
            .build();

    KnownArticles(Articles articles, Clock clock) {
        this.articles = articles;
        this.clock = clock;
    }

    /** The article, or empty when the site has none of this id. */
    public Mono<Article> find(SiteId site, ArticleId id) {
        Name name = new Name(site, id);
        Known last = known.getIfPresent(name);
        Instant now = clock.tokenTime();
        return last != null && now.isBefore(last.freshUntil())
                ? Mono.justOrEmpty(last.article())
                : Deadline.bounded(LONGEST_READ, read(name, now))
                        .onErrorResume(error -> lastResort(name, last, now, error));
    }

    private Mono<Article> read(Name name, Instant now) {
        return articles.get(name.site(), name.id())
                .doOnNext(article -> known.put(name, Known.read(article, now)))
                .onErrorResume(KnownArticles::unknown, _ -> {
                    known.put(name, Known.read(null, now));
                    return Mono.empty();
                });
    }

    /** Noted, so that not every page view waits for a database that is away. */
    private Mono<Article> lastResort(Name name, @Nullable Known last, Instant now, Throwable error) {
        if (last == null || !now.isBefore(last.readAt().plus(LAST_RESORT))) {
            return Mono.error(error);
        }
        known.put(name, new Known(last.article(), last.readAt(), now.plus(FRESH)));
        return Mono.justOrEmpty(last.article());
    }

    private static boolean unknown(Throwable error) {
        return error instanceof Problem problem && problem.kind() == ArticleProblem.UNKNOWN_ARTICLE;
    }

    private record Name(SiteId site, ArticleId id) {}

    /**
     * What was found.
     *
     * @param article null when there was none
     * @param freshUntil when it is looked up again
     */
    private record Known(@Nullable Article article, Instant readAt, Instant freshUntil) {
        static Known read(@Nullable Article article, Instant now) {
            return new Known(article, now, now.plus(FRESH));
        }
    }
}
