package io.latchkey.reader.session;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.SiteId;
import io.latchkey.token.TokenProblem;
import io.latchkey.token.TokenSigner;
import io.latchkey.token.TokenSigner.SignedToken;
import io.latchkey.token.TokenSigner.TokenContent;
import io.latchkey.token.TokenType;
import io.latchkey.token.TokenVerifier;
import io.latchkey.token.TokenVerifier.VerifiedToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Issues and reads the tokens with which readers' browsers call. */
@Component
public class ReaderTokens {

    /** A working day; the site's own session renews it. */
    static final Duration KNOWN_LIFE = Duration.ofHours(12);

    /** Long enough to hold a meter's period; also the longest life of any token (SigningKey). */
    static final Duration ANONYMOUS_LIFE = Duration.ofDays(90);

    private static final String ANONYMOUS = "anonymous";
    private static final String GENERATION = "generation";

    private final TokenSigner signer;
    private final TokenVerifier verifier;
    private final Clock clock;

    ReaderTokens(TokenSigner signer, TokenVerifier verifier, Clock clock) {
        this.signer = signer;
        this.verifier = verifier;
        this.clock = clock;
    }

    /** The session that this text is a token of; refuses with {@code invalid-token}. */
    public Mono<ReaderSession> read(String token) {
        return verifier.verify(token, TokenType.READER).map(ReaderTokens::session);
    }

    public Mono<SignedToken> issueKnown(ReaderKey reader, int generation) {
        return issue(reader, KNOWN_LIFE, Map.of(ANONYMOUS, false, GENERATION, generation));
    }

    public Mono<SignedToken> issueAnonymous(ReaderKey reader) {
        return issue(reader, ANONYMOUS_LIFE, Map.of(ANONYMOUS, true, GENERATION, 0));
    }

    private Mono<SignedToken> issue(ReaderKey reader, Duration life, Map<String, ?> claims) {
        Instant now = clock.tokenTime();
        return signer.sign(new TokenContent(
                TokenType.READER,
                Ids.next(),
                reader.id().toString(),
                reader.site().value(),
                now,
                now.plus(life),
                claims));
    }

    private static ReaderSession session(VerifiedToken token) {
        try {
            ReaderKey reader = new ReaderKey(new SiteId(token.audience()), UUID.fromString(token.subject()));
            if (token.claims().get(ANONYMOUS) instanceof Boolean anonymous
                    && token.claims().get(GENERATION) instanceof Integer generation) {
                return new ReaderSession(reader, anonymous, token.id(), generation, token.expiresAt());
            }
        } catch (IllegalArgumentException | Problem malformed) {
            throw TokenProblem.INVALID_TOKEN.problem();
        }
        throw TokenProblem.INVALID_TOKEN.problem();
    }
}
