package io.latchkey.reader.signin.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import io.latchkey.shared.secret.RandomSecret;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** To the provider and back, in one browser, once. */
class OpenIdFlowTests {

    private static final ECKey KEY = TestProvider.ec("ec");
    private static final TestService SERVICE = TestService.own("--latchkey.webhook.private-addresses=true");

    private final TestProvider provider = new TestProvider();
    private final TestSite site = SERVICE.site("flow");

    OpenIdFlowTests() {
        provider.keys.add(KEY);
        Answer put = SERVICE.api().put("/v1/site/sign-in", site.key(), """
            {"openId":{"issuer":"%s","clientId":"%s","jwksUri":"%s",
             "authorizationUri":"https://accounts.example/authorize?tenant=1",
             "tokenUri":"%s","clientSecret":"s3cr:t"}}
            """.formatted(
                TestProvider.ISSUER, TestProvider.CLIENT, provider.keysAt("http"), provider.at("http", "/token")));
        assertThat(put.status()).as(put.text()).isEqualTo(200);
        assertThat(put.text()).doesNotContain("s3cr");
    }

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @AfterEach
    void close() {
        provider.close();
    }

    /** A browser on its way. */
    private record Going(String cookie, Map<String, String> query) {
        String got(String name) {
            return Objects.requireNonNull(query.get(name));
        }
    }

    private Going begin() {
        return begin("");
    }

    private Going begin(String language) {
        Answer sent = SERVICE.api().get(path("sign-in/openid" + language), null);
        assertThat(sent.status()).as(sent.text()).isEqualTo(303);
        String address = sent.headers().firstValue("Location").orElseThrow();
        assertThat(address).startsWith("https://accounts.example/authorize?tenant=1&");
        String cookie = sent.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).startsWith("__Host-openid-").contains("HttpOnly", "Secure", "Lax");
        return new Going(
                cookie.substring(0, cookie.indexOf(';')),
                TestProvider.fields(address.substring(address.indexOf('?') + 1)));
    }

    private Answer back(String cookie, String query) {
        return SERVICE.api()
                .send(SERVICE.api()
                        .request(path("sign-in/openid/back?" + query), null)
                        .header("Cookie", cookie.isEmpty() ? "a=b" : cookie)
                        .build());
    }

    private String token(String nonce) {
        return provider.token("ada", nonce);
    }

    @Test
    void signsTheReaderInAndShowsTheProviderThatItIsTheSameBrowser() {
        Going ada = begin();
        assertThat(ada.query())
                .containsEntry("response_type", "code")
                .containsEntry("scope", "openid")
                .containsEntry("client_id", TestProvider.CLIENT)
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("redirect_uri", TestService.ISSUER + "/account/" + site.id() + "/sign-in/openid/back");
        provider.idToken = token(ada.got("nonce"));
        String query = "code=c0de&iss=https%3A%2F%2Faccounts.example&state=" + ada.got("state");
        Answer in = back(ada.cookie(), query);
        assertThat(in.headers().firstValue("Location")).hasValue(path("sign-in/back"));
        assertThat(provider.exchanged)
                .containsEntry("code", "c0de")
                .containsEntry("grant_type", "authorization_code")
                .containsEntry("redirect_uri", ada.got("redirect_uri"));
        assertThat(challenge(String.valueOf(provider.exchanged.get("code_verifier"))))
                .isEqualTo(ada.got("code_challenge"));
        assertThat(provider.authorization)
                .isEqualTo("Basic "
                        + Base64.getEncoder().encodeToString("news-web:s3cr%3At".getBytes(StandardCharsets.UTF_8)));
        String session = in.headers().allValues("Set-Cookie").stream()
                .filter(each -> each.startsWith("__Host-latchkey-"))
                .findFirst()
                .orElseThrow();
        Answer me = SERVICE.api()
                .send(SERVICE.api()
                        .request("/v1/me", null)
                        .header("Cookie", session.substring(0, session.indexOf(';')))
                        .build());
        assertThat(me.body().path("reader").path("ref").asString()).isEqualTo("ada");
        assertThat(failed(back(ada.cookie(), query))).isTrue();
    }

    /** As whoever signs in by a link: to where they came from, in the language that they chose. */
    @Test
    void leadsBackInTheReadersLanguage() {
        Going ada = begin("?lang=de");
        assertThat(ada.query()).containsEntry("ui_locales", "de");
        provider.idToken = token(ada.got("nonce"));
        Answer in = back(ada.cookie(), "code=c0de&state=" + ada.got("state"));
        assertThat(in.headers().firstValue("Location")).hasValue(path("sign-in/back?lang=de"));

        Going eve = begin("?lang=de");
        Answer failed = back(eve.cookie(), "error=access_denied&state=" + eve.got("state"));
        assertThat(failed.headers().firstValue("Location")).hasValue(path("sign-in?failed=1&lang=de"));
        assertThat(begin("?lang=%0d").query()).doesNotContainKey("ui_locales");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "code=c&state=another",
                "code=c",
                "state=$",
                "error=access_denied&state=$",
                "code=c&state=$&iss=https%3A%2F%2Fevil.example"
            })
    void whatDidNotComeBackAsItWentSignsNobodyIn(String query) {
        Going ada = begin();
        provider.idToken = token(ada.got("nonce"));
        String bent = query.replace("$", ada.got("state"));
        assertThat(failed(back(ada.cookie(), bent))).isTrue();
        assertThat(provider.exchanged).isEmpty();
    }

    @Test
    void anotherBrowserAnotherNonceOrAProviderThatFailsSignsNobodyIn() {
        Going ada = begin();
        Going eve = begin();
        String query = "code=c&state=" + ada.got("state");
        assertThat(failed(back("", query))).isTrue();
        assertThat(failed(back(eve.cookie(), query))).isTrue();
        provider.idToken = token(eve.got("nonce"));
        assertThat(failed(back(ada.cookie(), query))).isTrue();
        provider.idToken = token(ada.got("nonce"));
        provider.status = 500;
        assertThat(failed(back(ada.cookie(), query))).isTrue();
    }

    @Test
    void thePageOffersItWhereThereIsOne() {
        assertThat(SERVICE.api().get(path("sign-in?lang=en"), null).text())
                .contains("href=\"" + path("sign-in/openid?lang=en") + "\"");
        assertThat(SERVICE.api().get(path("sign-in?lang=de&failed=1"), null).text())
                .contains("role=\"alert\"", "nicht geklappt");
        TestSite without = SERVICE.site("without");
        assertThat(SERVICE.api()
                        .get("/account/" + without.id() + "/sign-in/openid", null)
                        .code())
                .isEqualTo("openid-not-offered");
    }

    private static boolean failed(Answer back) {
        assertThat(back.status()).isEqualTo(303);
        assertThat(back.headers().allValues("Set-Cookie"))
                .allSatisfy(cookie -> assertThat(cookie).doesNotStartWith("__Host-latchkey-"));
        return back.headers().firstValue("Location").orElseThrow().endsWith("/sign-in?failed=1");
    }

    private static String challenge(String verifier) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(RandomSecret.hash(verifier));
    }

    private String path(String rest) {
        return "/account/" + site.id() + "/" + rest;
    }
}
