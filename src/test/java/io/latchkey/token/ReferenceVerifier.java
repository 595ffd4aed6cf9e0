package io.latchkey.token;

import io.latchkey.shared.problem.Problem;
import io.latchkey.testing.TestService;
import io.latchkey.token.TokenVerifier.VerifiedToken;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Our own verifier and the rule of content servers: what all others are measured by. */
public final class ReferenceVerifier {

    private final TokenVerifier verifier;
    private final String site;

    /** The verifier of this service, for a content server of this site. */
    public ReferenceVerifier(TestService service, String site) {
        this.verifier = service.bean(TokenVerifier.class);
        this.site = site;
    }

    /** Whether the article is served in full to whoever brings this token. */
    public boolean opens(String token, String article, @Nullable String asks) {
        return "free".equals(asks)
                || Boolean.TRUE.equals(verifier.verify(token, TokenType.ACCESS)
                        .map(verified -> covers(verified, article, asks))
                        .onErrorReturn(Problem.class, false)
                        .block());
    }

    private boolean covers(VerifiedToken token, String article, @Nullable String asks) {
        return token.audience().equals(site)
                && token.claims().get("articles") instanceof List<?> articles
                && token.claims().get("tiers") instanceof List<?> tiers
                && articles.stream().allMatch(String.class::isInstance)
                && tiers.stream().allMatch(String.class::isInstance)
                && (articles.contains(article) || tiers.contains(asks));
    }
}
