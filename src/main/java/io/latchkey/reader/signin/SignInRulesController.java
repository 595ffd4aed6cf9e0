package io.latchkey.reader.signin;

import io.latchkey.shared.web.Input;
import io.latchkey.site.SiteKey;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A site says how its readers may sign in. */
@RestController
class SignInRulesController {

    private final SignInRulesOfSites rules;
    private final boolean insideToo;

    /** The setting is that of webhooks: whether sites' addresses may lie inside the network. */
    SignInRulesController(
            SignInRulesOfSites rules, @Value("${latchkey.webhook.private-addresses:false}") boolean insideToo) {
        this.rules = rules;
        this.insideToo = insideToo;
    }

    @GetMapping("/v1/site/sign-in")
    Mono<SignInRules> read(@AuthenticationPrincipal SiteKey key) {
        return rules.get(key.site());
    }

    @PutMapping("/v1/site/sign-in")
    Mono<SignInRules> replace(@AuthenticationPrincipal SiteKey key, @RequestBody SignInBody body) {
        SignInRules wanted = body.rules();
        if (wanted.openId() != null) {
            outside("openId.jwksUri", wanted.openId().jwksUri());
            outside("openId.tokenUri", wanted.openId().tokenUri());
        }
        String secret = body.openId() == null ? null : body.openId().clientSecret();
        return rules.put(key.site(), wanted, secret).thenReturn(wanted);
    }

    /** We call there ourselves. */
    private void outside(String member, @Nullable URI address) {
        if (address != null && !insideToo && !"https".equals(address.getScheme())) {
            throw Input.refused(member, "must begin with https://");
        }
    }

    /** What is left out is off, because PUT replaces the whole; no way at all has to be said. */
    record SignInBody(@Nullable Boolean email, @Nullable OpenIdBody openId) {
        SignInBody {
            if (openId == null) {
                Input.present("email", email);
            }
        }

        SignInRules rules() {
            return new SignInRules(Boolean.TRUE.equals(email), openId == null ? null : openId.openId());
        }
    }

    /**
     * The site's OpenID provider.
     *
     * @param authorizationUri where our own pages send readers; left out when they shall not
     * @param tokenUri together with the former
     * @param clientSecret if the provider wants one; it is never shown again
     */
    record OpenIdBody(
            String issuer,
            String clientId,
            String jwksUri,
            @Nullable String authorizationUri,
            @Nullable String tokenUri,
            @Nullable String clientSecret) {
        OpenIdBody {
            Input.httpUri("openId.issuer", issuer);
            Input.text("openId.clientId", clientId, 255);
            Input.httpUri("openId.jwksUri", jwksUri);
            if ((authorizationUri == null) != (tokenUri == null)) {
                throw Input.refused("openId.tokenUri", "goes with \"authorizationUri\"");
            }
            if (clientSecret != null) {
                Input.text("openId.clientSecret", clientSecret, 255);
            }
            if (clientSecret != null && tokenUri == null) {
                throw Input.refused("openId.clientSecret", "needs \"tokenUri\"");
            }
        }

        SignInRules.OpenId openId() {
            return new SignInRules.OpenId(
                    issuer,
                    clientId,
                    Input.httpUri("openId.jwksUri", jwksUri),
                    uri("openId.authorizationUri", authorizationUri),
                    uri("openId.tokenUri", tokenUri));
        }

        private static @Nullable URI uri(String member, @Nullable String text) {
            return text == null ? null : Input.httpUri(member, text);
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "OpenIdBody[" + issuer + "]";
        }
    }
}
