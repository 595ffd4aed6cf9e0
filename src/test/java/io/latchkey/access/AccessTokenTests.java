package io.latchkey.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a content server gets: the shape of RFC 9068, and the rule of the design's section 5. */
class AccessTokenTests {

    private final TestService service = TestService.shared();
    private final TestSite site = service.site("herald")
            .meter(3, 1)
            .article("weather", "free")
            .article("puzzle", "registered")
            .article("council", "metered")
            .article("essay", "premium")
            .article("dossier", "subscribers")
            .article("archive", "subscribers", "gold")
            .monthlyPlan("monthly", 900, 0);

    @Test
    void verifiesWithAnotherLibraryFromThePublishedKeys() throws Exception {
        TestReader ada = site.reader("ada");
        String token = ada.read("council").text("token");
        ContentServer server = new ContentServer(service.api(), site.id());

        assertThat(server.verify(token)).isPresent();
        // And only as what it is: not at another site, not a token of another type.
        assertThat(new ContentServer(service.api(), "other").verify(token)).isEmpty();
        assertThat(server.verify(ada.token())).isEmpty();
        assertThat(server.verify(token.substring(0, token.length() - 8) + "AAAAAAAA"))
                .isEmpty();
    }

    @Test
    void hasTheShapeThatContentServersWereToldOf() throws Exception {
        TestReader ada = site.reader("ada");
        Answer opened = ada.read("council");
        SignedJWT token = SignedJWT.parse(opened.text("token"));
        JWTClaimsSet claims = token.getJWTClaimsSet();

        assertThat(token.getHeader().toJSONObject()).containsOnlyKeys("alg", "typ", "kid");
        assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
        assertThat(token.getHeader().getKeyID()).isIn(thumbprints());
        assertThat(claims.toPayload().toJSONObject().get("aud")).isEqualTo(site.id());
        assertThat(claims.getStringClaim("client_id")).isEqualTo(site.id());
        assertThat(claims.getIssuer()).isEqualTo(TestService.ISSUER);
        assertThat(UUID.fromString(claims.getSubject())).isNotNull();
        assertThat(UUID.fromString(claims.getJWTID())).isNotNull();
        assertThat(life(claims)).isBetween(Duration.ofSeconds(295), Duration.ofMinutes(5));
        assertThat(opened.text("expiresAt"))
                .isEqualTo(claims.getExpirationTime().toInstant().toString());
        assertThat(claims.getClaims().keySet())
                .containsExactlyInAnyOrder("iss", "sub", "aud", "exp", "iat", "jti", "client_id", "tiers", "articles");
    }

    @Test
    void noTwoTokensHaveOneId() throws ParseException {
        TestReader ada = site.reader("ada");

        assertThat(claims(ada.check("weather").text("token")).getJWTID())
                .isNotEqualTo(claims(ada.check("weather").text("token")).getJWTID());
    }

    @Test
    void livesAsShortAsTheSiteSays() throws ParseException {
        TestSite brief = service.site("brief").settings("\"token\":{\"lifetimeSeconds\":30}");
        brief.article("open", "free");

        assertThat(life(claims(brief.reader("ada").check("open").text("token"))))
                .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(30));
    }

    @Test
    void tellsNothingOfWhoTheReaderIs() {
        String profile = "{\"email\":\"ada.lovelace@poetry.example\",\"name\":\"Ada Lovelace\"}";
        assertThat(site.api()
                        .put("/v1/readers/secret-ref-7", site.key(), profile)
                        .status())
                .isIn(200, 201);

        String token = site.reader("secret-ref-7").check("weather").text("token");
        String decoded = decoded(token);

        assertThat(decoded).contains("\"sub\"");
        assertThat(decoded.toLowerCase(Locale.ROOT))
                .doesNotContain("ada", "lovelace", "poetry", "secret-ref-7", "email", "name");
    }

    @Test
    void namesTheTierOfTheRegisteredForEveryKnownReaderOnly() throws Exception {
        ContentServer server = new ContentServer(service.api(), site.id());
        String known = site.reader("bob").check("weather").text("token");
        String anonymous = site.anonymous().check("weather").text("token");

        assertThat(claims(known).getStringListClaim("tiers")).containsExactly("registered");
        assertThat(claims(anonymous).getStringListClaim("tiers")).isEmpty();
        assertThat(server.serves(known, "puzzle", "registered", "standard")).isTrue();
        assertThat(server.serves(anonymous, "puzzle", "registered", "standard")).isFalse();
    }

    @Test
    void opensAtTheContentServerWhatIsOpenHereAndNothingElse() throws Exception {
        ContentServer server = new ContentServer(service.api(), site.id());
        TestReader eve = site.reader("eve");
        String read = eve.read("council").text("token");

        assertThat(server.serves(read, "weather", "free", "standard")).isTrue();
        assertThat(server.serves(read, "council", "metered", "standard")).isTrue();
        assertThat(server.serves(read, "essay", "premium", "standard")).isFalse();
        assertThat(server.serves(read, "dossier", "subscribers", "standard")).isFalse();

        site.grant("eve", 1);
        String unlocked = eve.unlock("essay").text("token");
        assertThat(server.serves(unlocked, "essay", "premium", "standard")).isTrue();
        assertThat(server.serves(unlocked, "council", "metered", "standard")).isTrue();
        assertThat(server.serves(unlocked, "dossier", "subscribers", "standard"))
                .isFalse();

        String subscribed = eve.subscribe("monthly").check("dossier").text("token");
        assertThat(claims(subscribed).getStringListClaim("tiers")).containsExactlyInAnyOrder("registered", "standard");
        assertThat(server.serves(subscribed, "dossier", "subscribers", "standard"))
                .isTrue();
        assertThat(server.serves(subscribed, "archive", "subscribers", "gold")).isFalse();
    }

    @Test
    void aRefusalHoldsNoToken() {
        Answer refused = site.reader("finn").check("dossier");

        assertThat(refused.text("decision")).isEqualTo("denied");
        assertThat(refused.body().has("token")).isFalse();
    }

    @Test
    void namesAtMostTwentyArticlesTheAskedOneFirst() throws ParseException {
        site.articles("post", 40, "premium");
        TestReader grace = site.reader("grace");
        site.grant("grace", 40);
        site.settings("\"meter\":{\"limit\":30,\"anonymousLimit\":1,\"period\":\"month\"}");
        site.articles("news", 30, "metered");
        List<String> opened = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            assertThat(grace.unlock("post" + i).status()).isEqualTo(201);
            assertThat(grace.read("news" + i).status()).isEqualTo(201);
            opened.add("post" + i);
            opened.add("news" + i);
        }

        // Opened first, so only the asking can bring it into the token.
        List<String> named = claims(grace.check("post0").text("token")).getStringListClaim("articles");

        assertThat(named).hasSizeBetween(15, 20).doesNotHaveDuplicates().isSubsetOf(opened);
        assertThat(named).first().isEqualTo("post0");
        assertThat(named).contains("post24", "news24");
    }

    private List<String> thumbprints() throws ParseException {
        return JWKSet.parse(service.api().get("/.well-known/jwks.json", null).text()).getKeys().stream()
                .map(key -> {
                    try {
                        return key.computeThumbprint().toString();
                    } catch (JOSEException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    private static JWTClaimsSet claims(String token) throws ParseException {
        return SignedJWT.parse(token).getJWTClaimsSet();
    }

    private static Duration life(JWTClaimsSet claims) {
        return Duration.between(
                claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant());
    }

    private static String decoded(String token) {
        String[] parts = token.split("\\.", -1);
        return text(parts[0]) + text(parts[1]);
    }

    private static String text(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
