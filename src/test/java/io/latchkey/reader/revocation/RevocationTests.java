package io.latchkey.reader.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.MovingTime;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.net.http.HttpRequest.BodyPublishers;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whose tokens content servers are to refuse, as they read it with a library that is not ours. */
@Tag("oldest")
class RevocationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestService service = MovingTime.service();
    private final TestSite site = service.site("revoking")
            .article("dossier", "subscribers")
            .article("weather", "free")
            .monthlyPlan("monthly", 900, 0);

    @Test
    void listsWhoLoggedOutWasErasedOrCanceledAtOnce() throws Exception {
        TestReader leaving = site.reader("leaving");
        TestReader erased = site.reader("erased");
        TestReader cancelling = site.reader("cancelling").subscribe("monthly");
        List<TestReader> readers = List.of(leaving, erased, cancelling);
        Map<String, Instant> issued = new HashMap<>();
        for (TestReader reader : readers) {
            issued.put(subject(reader), issuedAt(reader));
        }
        assertThat(revoked()).doesNotContainKeys(issued.keySet().toArray(String[]::new));

        assertThat(site.api().delete("/v1/me/session", leaving.token()).status())
                .isEqualTo(204);
        assertThat(site.api().delete("/v1/me", erased.token()).status()).isEqualTo(202);
        assertThat(cancelling.cancel("now").status()).isEqualTo(201);

        Map<String, Instant> revoked = revoked();
        for (Map.Entry<String, Instant> before : issued.entrySet()) {
            assertThat(revoked).containsKey(before.getKey());
            assertThat(before.getValue()).isBefore(revoked.get(before.getKey()));
        }
    }

    @Test
    void listsWhoPausedAndWhoseSubscriptionWasTakenBack() throws Exception {
        TestReader pausing = site.reader("pausing").subscribe("monthly");
        TestReader given = site.reader("given");
        post("/v1/readers/given/subscription", site.key(), "{\"plan\":\"monthly\",\"source\":\"comp\"}");
        assertThat(revoked()).doesNotContainKeys(subject(pausing), subject(given));
        assertThat(site.api()
                        .post("/v1/me/subscription/pause", pausing.token(), "{}")
                        .status())
                .isEqualTo(200);
        assertThat(site.api()
                        .delete("/v1/readers/given/subscription", site.key())
                        .status())
                .isEqualTo(200);
        assertThat(revoked()).containsKeys(subject(pausing), subject(given));
    }

    @Test
    void listsWhoIsPaidBackOrWithdraws() throws Exception {
        TestReader paidBack = site.reader("paid-back").subscribe("monthly");
        TestReader withdrawing = site.reader("withdrawing").subscribe("monthly");
        assertThat(revoked()).doesNotContainKeys(subject(paidBack), subject(withdrawing));
        String payment = paidBack.payments().getFirst().path("id").asString();
        post("/v1/readers/paid-back/refunds", site.key(), "{\"payment\":\"%s\"}".formatted(payment));
        post("/v1/me/subscription/withdrawal", withdrawing.token(), "{}");
        assertThat(revoked()).containsKeys(subject(paidBack), subject(withdrawing));
    }

    private void post(String path, String credential, String body) {
        Answer answer = site.api()
                .send(site.api()
                        .request(path, credential)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", path)
                        .POST(BodyPublishers.ofString(body))
                        .build());
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
    }

    @Test
    void keepsWhatIsPaid() throws Exception {
        TestReader ada = site.reader("faithful").subscribe("monthly");
        assertThat(ada.cancel("period-end").status()).isEqualTo(201);
        assertThat(revoked()).doesNotContainKey(subject(ada));
    }

    @Test
    void givesTokensAfterwardsThatItDoesNotRefuse() throws Exception {
        for (int i = 0; i < 5; i++) {
            TestReader ada = site.reader("returning-" + i);
            assertThat(site.api().delete("/v1/me/session", ada.token()).status())
                    .isEqualTo(204);
            TestReader back = site.reader("returning-" + i);
            Instant issuedAt = issuedAt(back);
            Instant before = revoked().get(subject(back));
            assertThat(issuedAt).isAfterOrEqualTo(before);
            assertThat(issuedAt).isBefore(Instant.now().plusSeconds(3));
        }
    }

    @Test
    void isForOneSiteAndNotForCachesForLong() throws Exception {
        TestSite other = service.site("elsewhere");
        TestReader ada = site.reader("tenant");
        assertThat(site.api().delete("/v1/me/session", ada.token()).status()).isEqualTo(204);
        assertThat(revoked()).containsKey(subject(ada));
        assertThat(list(other.id()).getClaim("revoked")).isEqualTo(List.of());
        Answer answer = site.api().get("/v1/revocations?site=" + site.id(), null);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("max-age=15");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/jwt");
        assertThat(site.api().get("/v1/revocations?site=nosuchsite", null).code())
                .isEqualTo("unknown-site");
        assertThat(site.api().get("/v1/revocations", null).code()).isEqualTo("invalid-query");
    }

    @Test
    void isNoTokenForAnythingElse() {
        String text = site.api().get("/v1/revocations?site=" + site.id(), null).text();
        assertThat(site.api().get("/v1/me", text).status()).isEqualTo(401);
    }

    /** What the service knows now, without waiting for its next look. */
    private Map<String, Instant> revoked() throws Exception {
        service.bean(RevocationList.class).refresh().block(PATIENCE);
        Map<String, Instant> revoked = new HashMap<>();
        for (Object entry : (List<?>) list(site.id()).getClaim("revoked")) {
            List<?> pair = (List<?>) entry;
            revoked.put((String) pair.getFirst(), Instant.ofEpochSecond((Long) pair.getLast()));
        }
        return revoked;
    }

    private JWTClaimsSet list(String siteId) throws Exception {
        JWKSet keys =
                JWKSet.parse(site.api().get("/.well-known/jwks.json", null).text());
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("latchkey-revocations+jwt")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, new ImmutableJWKSet<>(keys)));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                siteId,
                new JWTClaimsSet.Builder().issuer(TestService.ISSUER).build(),
                Set.of("iat", "exp", "jti", "revoked")));
        return processor.process(
                site.api().get("/v1/revocations?site=" + siteId, null).text(), null);
    }

    private static String subject(TestReader reader) throws ParseException {
        return SignedJWT.parse(reader.token()).getJWTClaimsSet().getSubject();
    }

    private static Instant issuedAt(TestReader reader) throws ParseException {
        return SignedJWT.parse(reader.check("weather").text("token"))
                .getJWTClaimsSet()
                .getIssueTime()
                .toInstant();
    }
}
