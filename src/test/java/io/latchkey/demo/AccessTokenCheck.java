package io.latchkey.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.latchkey.demo.Newspaper.Post;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a content server does: it checks an access token with the published keys, and asks nobody
 * whether the article is open.
 */
final class AccessTokenCheck {

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    AccessTokenCheck(String issuer, String site) {
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, keysOf(issuer)));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                site, new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("sub", "iat", "exp", "jti")));
    }

    /** Whether the article may be served in full to whoever brings this token; may block. */
    boolean opens(Post post, @Nullable String token) {
        if (post.free()) {
            return true;
        }
        if (token == null) {
            return false;
        }
        try {
            JWTClaimsSet claims = processor.process(token, null);
            String tier = "registered".equals(post.access()) ? "registered" : "standard";
            return contains(claims.getStringListClaim("articles"), post.id())
                    || contains(claims.getStringListClaim("tiers"), tier);
        } catch (ParseException | BadJOSEException | JOSEException e) {
            return false;
        }
    }

    private static boolean contains(@Nullable List<String> claim, String value) {
        return claim != null && claim.contains(value);
    }

    private static JWKSource<SecurityContext> keysOf(String issuer) {
        try {
            return JWKSourceBuilder.create(
                            URI.create(issuer + "/.well-known/jwks.json").toURL())
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
