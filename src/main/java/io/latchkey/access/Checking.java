package io.latchkey.access;

import io.latchkey.article.ArticleId;
import io.latchkey.plan.Plans;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.session.ReaderSession;
import io.latchkey.site.SiteId;
import io.latchkey.token.TokenSigner.SignedToken;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Decides and spends nothing. */
@Component
class Checking {

    private final Standings standings;
    private final Plans plans;
    private final AccessTokens tokens;

    Checking(Standings standings, Plans plans, AccessTokens tokens) {
        this.standings = standings;
        this.plans = plans;
        this.tokens = tokens;
    }

    /** For the reader's own browser: with a token when access is granted. */
    Mono<DecisionBody> forReader(ReaderSession session, ArticleId article) {
        return standings
                .read(session.reader(), session.anonymous(), article.value(), session.id())
                .doOnNext(read -> read.session().admit(session))
                .flatMap(read -> withToken(session.reader(), article.value(), read));
    }

    /** For the site's server, about a reader it knows; without a token. */
    Mono<DecisionBody> forSite(ReaderKey reader, ArticleId article) {
        return standings
                .read(reader, false, article.value(), null)
                .map(Standings.Read::standing)
                .flatMap(standing -> withWays(reader.site(), article.value(), Decision.decide(standing), standing));
    }

    /** What would open the article; costs a look at the plans, so only refusals ask. */
    Mono<List<Way>> ways(SiteId site, Standing standing) {
        return plans.sold(site).collectList().map(sold -> Way.into(standing, sold));
    }

    private Mono<DecisionBody> withToken(ReaderKey reader, String article, Standings.Read read) {
        Standing standing = read.standing();
        Reason reason = Decision.decide(standing);
        return reason.granted()
                ? token(reader, article, read, reason)
                        .map(token -> DecisionBody.of(article, reason, standing, List.of(), token))
                : withWays(reader.site(), article, reason, standing);
    }

    /** The token for an article that is open for this reason. */
    Mono<SignedToken> token(ReaderKey reader, String article, Standings.Read read, Reason reason) {
        return tokenUntil(reader, article, read, Decision.endOf(reason, read.standing()));
    }

    /** The token for an article that is open until the given end; null for no end. */
    Mono<SignedToken> tokenUntil(ReaderKey reader, String article, Standings.Read read, @Nullable Instant end) {
        return tokens.issue(reader, article, read.standing(), read.tokenLifetimeSeconds(), read.tokensFrom(), end);
    }

    private Mono<DecisionBody> withWays(SiteId site, String article, Reason reason, Standing standing) {
        return reason.granted()
                ? Mono.just(DecisionBody.of(article, reason, standing, List.of(), null))
                : ways(site, standing).map(ways -> DecisionBody.of(article, reason, standing, ways, null));
    }
}
