package io.latchkey.access;

import io.latchkey.article.ArticleId;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.revocation.RevocationList;
import io.latchkey.reader.session.ReaderSession;
import io.latchkey.reader.session.ReaderTokens;
import io.latchkey.reader.session.Turns;
import io.latchkey.shared.problem.Problem;
import io.latchkey.site.SiteId;
import io.latchkey.token.TokenType;
import io.latchkey.token.TokenVerifier;
import io.latchkey.token.TokenVerifier.VerifiedToken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** May whoever brings this token read? For those who serve articles; nothing is spent. */
@Component
public class Admission {

    private final TokenVerifier verifier;
    private final ReaderTokens readerTokens;
    private final RevocationList revocations;
    private final Standings standings;
    private final Turns turns;

    Admission(
            TokenVerifier verifier,
            ReaderTokens readerTokens,
            RevocationList revocations,
            Standings standings,
            Turns turns) {
        this.verifier = verifier;
        this.readerTokens = readerTokens;
        this.revocations = revocations;
        this.standings = standings;
        this.turns = turns;
    }

    /**
     * What this access token opens, without a look at the database; empty when it is none, of
     * another site, expired or revoked.
     */
    public Mono<Pass> pass(SiteId site, String token) {
        return verifier.verify(token, TokenType.ACCESS)
                .filter(verified -> verified.audience().equals(site.value()))
                .flatMap(verified -> Mono.justOrEmpty(pass(site, verified)))
                .onErrorResume(Admission::invalid, _ -> Mono.empty());
    }

    /**
     * The decision about an article for the reader of this token; empty when it is none, of another
     * site, expired, or its session is over.
     */
    public Mono<Verdict> ask(SiteId site, String readerToken, ArticleId article) {
        return readerTokens
                .read(readerToken)
                .filter(session -> session.site().equals(site))
                .flatMap(session -> turns.take(session.reader(), decide(session, article)))
                .onErrorResume(Admission::invalid, _ -> Mono.empty());
    }

    private Mono<Verdict> decide(ReaderSession session, ArticleId article) {
        return standings
                .read(session.reader(), session.anonymous(), article.value(), session.id())
                .doOnNext(read -> read.session().admit(session))
                .map(read -> Verdict.of(read.standing()));
    }

    private Optional<Pass> pass(SiteId site, VerifiedToken verified) {
        return verified.claims().get("articles") instanceof List<?> articles
                        && verified.claims().get("tiers") instanceof List<?> tiers
                        && !revoked(site, verified)
                ? Optional.of(new Pass(articles, tiers))
                : Optional.empty();
    }

    private boolean revoked(SiteId site, VerifiedToken verified) {
        try {
            return !(verified.claims().get("iat") instanceof Number issuedAt)
                    || revocations.refuses(
                            new ReaderKey(site, UUID.fromString(verified.subject())),
                            Instant.ofEpochSecond(issuedAt.longValue()));
        } catch (IllegalArgumentException noReader) {
            return true;
        }
    }

    /** What the token's holder can mend, unlike a fault of ours. */
    private static boolean invalid(Throwable error) {
        return error instanceof Problem problem && problem.kind().status() == HttpStatus.UNAUTHORIZED;
    }
}
