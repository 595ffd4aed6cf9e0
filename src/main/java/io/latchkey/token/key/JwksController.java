package io.latchkey.token.key;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jsonwebtoken.security.EcPublicJwk;
import io.jsonwebtoken.security.Jwks;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.web.LatchkeySettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Publishes the keys (RFC 7517) and where to find them (RFC 8414), for anyone. */
@RestController
class JwksController {

    /** Content servers may go on with what they hold for a day while we are away (RFC 5861). */
    private static final String CACHING = "max-age=300, stale-if-error=86400";

    private final KeyRing ring;
    private final Clock clock;
    private final String issuer;

    JwksController(KeyRing ring, Clock clock, LatchkeySettings settings) {
        this.ring = ring;
        this.clock = clock;
        this.issuer = settings.issuer().toString();
    }

    @GetMapping("/.well-known/jwks.json")
    Mono<ResponseEntity<JwkSet>> keys() {
        return ring.keys()
                .map(keys -> keys.publishedAt(clock.tokenTime()).stream().map(JwksController::jwk))
                .map(jwks -> cacheable(new JwkSet(jwks.toList())));
    }

    @GetMapping({"/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"})
    ResponseEntity<Metadata> metadata() {
        return cacheable(
                new Metadata(issuer, issuer + "/.well-known/jwks.json", List.of(), List.of(), List.of("ES256")));
    }

    private static <T> ResponseEntity<T> cacheable(T body) {
        return ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, CACHING).body(body);
    }

    /** The public half of a key. */
    static Map<String, Object> jwk(SigningKey key) {
        EcPublicJwk jwk = Jwks.builder().key(key.publicKey()).build();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("kty", "EC");
        members.put("crv", "P-256");
        members.put("x", jwk.get("x"));
        members.put("y", jwk.get("y"));
        members.put("use", "sig");
        members.put("alg", "ES256");
        members.put("kid", key.kid());
        return members;
    }

    record JwkSet(List<Map<String, Object>> keys) {}

    /** Member names are RFC 8414's; this issuer has no flows of OAuth, so those lists are empty. */
    record Metadata(
            String issuer,
            @JsonProperty("jwks_uri") String jwksUri,
            @JsonProperty("response_types_supported") List<String> responseTypes,
            @JsonProperty("grant_types_supported") List<String> grantTypes,

            @JsonProperty("id_token_signing_alg_values_supported")
            List<String> algorithms) {}
}
