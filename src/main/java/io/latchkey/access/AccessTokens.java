package io.latchkey.access;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.Tier;
import io.latchkey.token.TokenSigner;
import io.latchkey.token.TokenSigner.SignedToken;
import io.latchkey.token.TokenSigner.TokenContent;
import io.latchkey.token.TokenType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Issues the tokens that content servers check (in the shape of RFC 9068). */
@Component
class AccessTokens {

    private static final int MOST_ARTICLES = 20;

    private final TokenSigner signer;
    private final Clock clock;

    AccessTokens(TokenSigner signer, Clock clock) {
        this.signer = signer;
        this.clock = clock;
    }

    /**
     * A token for an article that is open to the reader, and what else is.
     *
     * @param issuedAt of when the standing is
     * @param accessEnd when the access to this article ends; null for never
     */
    Mono<SignedToken> issue(
            ReaderKey reader,
            String article,
            Standing standing,
            int lifetimeSeconds,
            Instant issuedAt,
            @Nullable Instant accessEnd) {
        // Read here and not taken from the standing: a draw may have waited for a lock since, and
        // business time read after token time errs on the short side.
        Instant tokenTime = clock.tokenTime();
        Instant now = clock.now();
        Duration left = Stream.of(
                        Duration.ofSeconds(lifetimeSeconds), until(accessEnd, now), until(tiersEnd(standing), now))
                .min(Duration::compareTo)
                .orElseThrow();
        Instant end = issuedAt.plusSeconds(lifetimeSeconds);
        Instant accessOver = tokenTime.plus(left);
        return signer.sign(new TokenContent(
                TokenType.ACCESS,
                Ids.next(),
                reader.id().toString(),
                reader.site().value(),
                issuedAt,
                end.isBefore(accessOver) ? end : accessOver,
                Map.of(
                        "client_id", reader.site().value(),
                        "tiers", tiers(standing),
                        "articles", articles(article, standing))));
    }

    private static Duration until(@Nullable Instant end, Instant now) {
        return end == null ? Duration.ofSeconds(Long.MAX_VALUE) : Duration.between(now, end);
    }

    private static List<String> tiers(Standing standing) {
        Stream<String> registered = standing.anonymous() ? Stream.empty() : Stream.of(Tier.REGISTERED);
        Standing.Membership membership = standing.membership();
        Stream<String> opened =
                membership != null && membership.openAt(standing.now()) ? membership.tiers().stream() : Stream.empty();
        return Stream.concat(registered, opened).toList();
    }

    private static @Nullable Instant tiersEnd(Standing standing) {
        Standing.Membership membership = standing.membership();
        return membership != null && membership.openAt(standing.now()) ? membership.openUntil() : null;
    }

    private static List<String> articles(String asked, Standing standing) {
        return Stream.concat(Stream.of(asked), standing.recent().stream())
                .distinct()
                .limit(MOST_ARTICLES)
                .toList();
    }
}
