package io.latchkey.reader.signin.openid;

import static io.latchkey.reader.signin.openid.ProviderCalls.encoded;

import io.latchkey.reader.signin.SignInRules.OpenId;
import io.latchkey.reader.signin.SignInRulesOfSites;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.web.LatchkeySettings;
import io.latchkey.site.SiteId;
import io.latchkey.token.TokenSigner.SignedToken;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** To the site's OpenID provider and back: the authorization code flow with PKCE. */
@Component
class OpenIdFlow {

    private static final Logger LOG = LoggerFactory.getLogger(OpenIdFlow.class);

    private final SignInRulesOfSites rules;
    private final ProviderCalls calls;
    private final OpenIdSignIn signIn;
    private final JsonMapper json;
    private final String issuer;

    OpenIdFlow(
            SignInRulesOfSites rules,
            ProviderCalls calls,
            OpenIdSignIn signIn,
            JsonMapper json,
            LatchkeySettings settings) {
        this.rules = rules;
        this.calls = calls;
        this.signIn = signIn;
        this.json = json;
        this.issuer = settings.issuer().toString();
    }

    /**
     * Where the browser goes; refuses with {@code openid-not-offered}.
     *
     * @param language the one that the reader chose; null leaves it to the provider
     */
    Mono<URI> begin(SiteId site, FlowSecret secret, @Nullable Locale language) {
        return provider(site).map(provider -> {
            URI page = Objects.requireNonNull(provider.authorizationUri());
            return URI.create(page
                    + (page.getQuery() == null ? "?" : "&")
                    + "response_type=code&scope=openid&code_challenge_method=S256"
                    + "&client_id="
                    + encoded(provider.clientId())
                    + "&redirect_uri="
                    + encoded(backTo(site))
                    + "&state="
                    + FlowState.of(secret, language).text()
                    + "&nonce="
                    + secret.nonce()
                    + "&code_challenge="
                    + secret.challenge()
                    // OpenID Connect Core 1.0, section 3.1.2.1.
                    + (language == null ? "" : "&ui_locales=" + language.toLanguageTag()));
        });
    }

    /** A session for whoever came back; empty when nothing that could be used came with them. */
    Mono<SignedToken> finish(
            SiteId site, FlowSecret secret, String code, @Nullable String iss, @Nullable String anonymous) {
        return provider(site)
                // Another provider's answer, mixed up with this one's (RFC 9207).
                .filter(provider -> iss == null || iss.equals(provider.issuer()))
                .zipWith(rules.clientSecret(site).map(Optional::of).defaultIfEmpty(Optional.empty()))
                .flatMap(both -> idToken(site, both.getT1(), both.getT2().orElse(null), secret, code))
                .flatMap(token -> signIn.exchange(site, token, secret.nonce(), anonymous))
                .onErrorResume(error -> {
                    LOG.info(
                            "sign-in at {} not finished: {}",
                            site,
                            error instanceof Problem problem
                                    ? problem.kind()
                                    : error.getClass().getName());
                    return Mono.empty();
                });
    }

    private Mono<String> idToken(
            SiteId site, OpenId provider, @Nullable String clientSecret, FlowSecret secret, String code) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", backTo(site));
        form.put("client_id", provider.clientId());
        form.put("code_verifier", secret.verifier());
        return calls.post(
                        Objects.requireNonNull(provider.tokenUri()),
                        form,
                        clientSecret == null ? null : basic(provider.clientId(), clientSecret))
                .map(answer -> json.readTree(answer).path("id_token").asString(""))
                .filter(token -> !token.isEmpty());
    }

    /** RFC 6749, section 2.3.1: both are encoded as in a form first. */
    private static String basic(String client, String secret) {
        String pair = encoded(client) + ":" + encoded(secret);
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
    }

    private Mono<OpenId> provider(SiteId site) {
        return rules.get(site)
                .flatMap(found -> Mono.justOrEmpty(found.openId()))
                .filter(provider -> provider.authorizationUri() != null)
                .switchIfEmpty(Mono.error(OpenIdProblem.OPENID_NOT_OFFERED::problem));
    }

    private String backTo(SiteId site) {
        return issuer + "/account/" + site.value() + "/sign-in/openid/back";
    }
}
