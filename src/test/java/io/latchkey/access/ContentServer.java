package io.latchkey.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.latchkey.testing.Api;
import io.latchkey.testing.TestService;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A site's own server, which knows the published keys and its site's id, nothing else of ours, and
 * verifies with another library than we sign with.
 */
public final class ContentServer {

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /** Takes the keys that are published now. */
    public ContentServer(Api service, String site) throws ParseException {
        JWKSet keys = JWKSet.parse(service.get("/.well-known/jwks.json", null).text());
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, new ImmutableJWKSet<>(keys)));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                site,
                new JWTClaimsSet.Builder().issuer(TestService.ISSUER).build(),
                Set.of("sub", "iat", "exp", "jti")));
    }

    /** The claims; empty when the token does not verify. */
    Optional<JWTClaimsSet> verify(String token) throws ParseException, JOSEException {
        try {
            return Optional.of(processor.process(token, null));
        } catch (BadJOSEException refused) {
            return Optional.empty();
        }
    }

    /** The rule by which content servers serve an article in full (design, section 5). */
    public boolean serves(String token, String article, String access, String tier)
            throws ParseException, JOSEException {
        if (access.equals("free")) {
            return true;
        }
        Optional<JWTClaimsSet> verified = verify(token);
        if (verified.isEmpty()) {
            return false;
        }
        List<String> tiers = verified.get().getStringListClaim("tiers");
        return verified.get().getStringListClaim("articles").contains(article)
                || tiers.contains(access.equals("registered") ? "registered" : tier);
    }
}
