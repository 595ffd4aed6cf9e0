package io.latchkey.token;

import io.jsonwebtoken.Jwts;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.web.LatchkeySettings;
import io.latchkey.token.key.KeyProblem;
import io.latchkey.token.key.KeyRing;
import io.latchkey.token.key.SigningKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Signs tokens with the key whose turn it is. */
@Component
public class TokenSigner {

    private final KeyRing ring;
    private final Clock clock;
    private final String issuer;
    private final JwtJson.Writer json = new JwtJson.Writer();

    TokenSigner(KeyRing ring, Clock clock, LatchkeySettings settings) {
        this.ring = ring;
        this.clock = clock;
        this.issuer = settings.issuer().toString();
    }

    /** Signs; answers with the token and when it expires, in whole seconds as the claim has it. */
    public Mono<SignedToken> sign(TokenContent content) {
        return ring.keys()
                .map(keys -> keys.signingAt(clock.tokenTime())
                        .map(key -> signed(content, key))
                        .orElseThrow(KeyProblem.NO_SIGNING_KEY::problem));
    }

    private SignedToken signed(TokenContent content, SigningKey key) {
        Instant issuedAt = content.issuedAt().truncatedTo(ChronoUnit.SECONDS);
        Instant expiresAt = content.expiresAt().truncatedTo(ChronoUnit.SECONDS);
        String text = Jwts.builder()
                .json(json)
                .header()
                .type(content.type().headerValue())
                .keyId(key.kid())
                .and()
                .claims(content.claims())
                .issuer(issuer)
                .subject(content.subject())
                .issuedAt(Date.from(issuedAt))
                .expiration(Date.from(expiresAt))
                .id(content.id().toString())
                // A plain string: jjwt's audience() would write an array.
                .claims(Map.of("aud", content.audience()))
                .signWith(key.privateKey(), Jwts.SIG.ES256)
                .compact();
        return new SignedToken(text, expiresAt);
    }

    /**
     * A token as its holder sees it.
     *
     * @param token the compact JWS
     * @param expiresAt as its {@code exp}
     */
    public record SignedToken(String token, Instant expiresAt) {

        /** Without the token, which is a credential. */
        @Override
        public String toString() {
            return "SignedToken[expires " + expiresAt + "]";
        }
    }

    /**
     * What is to be signed; issuer and key are added here.
     *
     * @param audience the one site that the token is for
     * @param issuedAt of when it is what it says
     * @param claims beside the registered ones
     */
    public record TokenContent(
            TokenType type,
            UUID id,
            String subject,
            String audience,
            Instant issuedAt,
            Instant expiresAt,
            Map<String, ?> claims) {}
}
