package io.latchkey.gate;

import io.latchkey.access.Admission;
import io.latchkey.access.Pass;
import io.latchkey.article.AccessLevel;
import io.latchkey.article.Article;
import io.latchkey.article.ArticleId;
import io.latchkey.article.KnownArticles;
import io.latchkey.gate.GateRules.Place;
import io.latchkey.shared.problem.Problem;
import io.latchkey.site.SiteId;
import io.latchkey.site.SiteProblem;
import io.latchkey.site.Sites;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Finds out which article is asked for and what {@code access} says of it. An access token that
 * names the article answers alone; else the article is looked up, which costs nothing when it was
 * looked up lately; and only then the database is asked about the reader.
 */
@Component
class Gate {

    private final GateRulesOfSites rules;
    private final Admission admission;
    private final KnownArticles articles;
    private final Sites sites;

    Gate(GateRulesOfSites rules, Admission admission, KnownArticles articles, Sites sites) {
        this.rules = rules;
        this.admission = admission;
        this.articles = articles;
        this.sites = sites;
    }

    Mono<GateDecision> decide(GateQuestion question) {
        return switch (place(question)) {
            case Place.AnArticle(ArticleId id) -> decide(question.site(), id, question.tokens());
            case Place.NoArticle _ -> Mono.just(GateDecision.allow(null, GateReason.NOT_AN_ARTICLE));
            case Place.Unclear _ -> Mono.just(GateDecision.deny(null, GateReason.UNKNOWN_PATH));
        };
    }

    /**
     * Where both the header and an address that names articles are there, they must agree: so that
     * a header that a reader sent, and the proxy forgot to overwrite, opens nothing.
     */
    private Place place(GateQuestion question) {
        ArticleId named = named(question.article());
        GateRules rulesHere = rules.of(question.site());
        if (question.uri() == null || !rulesHere.nameByAddress()) {
            return named == null ? new Place.Unclear() : new Place.AnArticle(named);
        }
        Place there = rulesHere.at(question.uri());
        return named == null || there.equals(new Place.AnArticle(named)) ? there : new Place.Unclear();
    }

    private static @Nullable ArticleId named(@Nullable String article) {
        try {
            return article == null ? null : new ArticleId(article);
        } catch (Problem noId) {
            throw new GateQuestion.MalformedQuestion();
        }
    }

    private Mono<GateDecision> decide(SiteId site, ArticleId id, List<String> tokens) {
        return pass(site, tokens, 0)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(pass -> pass.isPresent() && pass.get().names(id)
                        ? Mono.just(GateDecision.allow(id, GateReason.TOKEN))
                        : look(site, id, tokens, pass));
    }

    private Mono<GateDecision> look(SiteId site, ArticleId id, List<String> tokens, Optional<Pass> pass) {
        return articles.find(site, id)
                .flatMap(article -> decide(site, article, tokens, pass))
                .switchIfEmpty(Mono.defer(() -> unknown(site, id)));
    }

    private Mono<GateDecision> decide(SiteId site, Article article, List<String> tokens, Optional<Pass> pass) {
        if (article.access() == AccessLevel.FREE) {
            return Mono.just(GateDecision.allow(article.id(), GateReason.FREE));
        }
        if (pass.isPresent() && pass.get().covers(article)) {
            return Mono.just(GateDecision.allow(article.id(), GateReason.TOKEN));
        }
        return ask(site, article.id(), tokens, 0)
                .defaultIfEmpty(
                        pass.isPresent()
                                ? GateDecision.deny(article.id(), GateReason.NOT_COVERED)
                                : nobody(article.id(), tokens));
    }

    private static GateDecision nobody(ArticleId article, List<String> tokens) {
        return GateDecision.ask(
                article, tokens.isEmpty() ? GateReason.CREDENTIALS_MISSING : GateReason.CREDENTIALS_INVALID);
    }

    private Mono<GateDecision> unknown(SiteId site, ArticleId id) {
        return sites.idSecret(site)
                .map(_ -> GateDecision.deny(id, GateReason.UNKNOWN_ARTICLE))
                .onErrorResume(Gate::noSite, _ -> Mono.just(GateDecision.deny(null, GateReason.UNKNOWN_SITE)));
    }

    /** The first that is an access token in force. */
    private Mono<Pass> pass(SiteId site, List<String> tokens, int from) {
        return from == tokens.size()
                ? Mono.empty()
                : admission.pass(site, tokens.get(from)).switchIfEmpty(Mono.defer(() -> pass(site, tokens, from + 1)));
    }

    /** What is decided for the first that is a reader token in force. */
    private Mono<GateDecision> ask(SiteId site, ArticleId id, List<String> tokens, int from) {
        return from == tokens.size()
                ? Mono.empty()
                : admission
                        .ask(site, tokens.get(from), id)
                        .map(verdict -> GateDecision.of(id, verdict))
                        .switchIfEmpty(Mono.defer(() -> ask(site, id, tokens, from + 1)));
    }

    private static boolean noSite(Throwable error) {
        return error instanceof Problem problem && problem.kind() == SiteProblem.UNKNOWN_SITE;
    }
}
