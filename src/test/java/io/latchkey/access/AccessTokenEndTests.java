package io.latchkey.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.latchkey.access.Standing.Membership;
import io.latchkey.metering.Meter;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.state.SubscriptionStatus;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.MovingTime;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.token.TokenSigner;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** No token outlives the access that it stands for (design, section 5). */
class AccessTokenEndTests {

    /**
     * Of its own length from the first read on, so that no other test's leap comes near its end.
     */
    private static final String METER = "\"meter\":{\"limit\":3,\"anonymousLimit\":1,\"period\":\"P30D\"}";

    private final TestService service = MovingTime.service();

    @Test
    void aTokenForAReadEndsWithTheMetersPeriod() throws ParseException {
        TestSite site = service.site("monthend").settings(METER).article("council", "metered");
        TestReader ada = site.reader("ada");
        Answer first = ada.read("council");
        assertThat(first.status()).isEqualTo(201);
        Instant end = Instant.parse(first.body().path("meter").path("resetsAt").asString());
        MovingTime.advanceTo(end.minusSeconds(100));

        endsBetween(end.minusSeconds(5), end, ada.check("council"));
        site.article("theatre", "metered");
        endsBetween(end.minusSeconds(5), end, ada.read("theatre"));
    }

    @Test
    void aReadThatIsAboutToEndIsNotNamedInALongerToken() throws ParseException {
        TestSite site = service.site("lapse")
                .settings(METER)
                .article("council", "metered")
                .article("open", "free");
        TestReader ada = site.reader("ada");
        Instant end = Instant.parse(
                ada.read("council").body().path("meter").path("resetsAt").asString());
        assertThat(articles(ada.check("open"))).contains("council");

        MovingTime.advanceTo(end.minusSeconds(100));

        assertThat(articles(ada.check("open"))).containsExactly("open");
    }

    @Test
    void aTokenOfACanceledSubscriptionEndsWithThePaidTime() throws ParseException {
        TestSite site = service.site("farewell")
                .article("dossier", "subscribers")
                .article("open", "free")
                .monthlyPlan("monthly", 900, 0);
        TestReader ada = site.reader("ada").subscribe("monthly");
        assertThat(ada.cancel("period-end").status()).isEqualTo(201);
        Instant end =
                Instant.parse(ada.me().path("subscription").path("paidUntil").asString());
        MovingTime.advanceTo(end.minusSeconds(100));

        endsBetween(end.minusSeconds(5), end, ada.check("dossier"));
        // Also where the article is open for good: its tiers are not.
        endsBetween(end.minusSeconds(5), end, ada.check("open"));

        MovingTime.advanceTo(end.plusSeconds(1));
        assertThat(claims(ada.check("open")).getStringListClaim("tiers")).containsExactly("registered");
    }

    @Test
    void aTokenEndsWithItsAccessHoweverLongTheDrawTook() throws ParseException {
        Instant asked = Instant.parse("2031-03-01T09:30:00Z");
        Instant end = asked.plusSeconds(60);
        AccessTokens slow = new AccessTokens(service.bean(TokenSigner.class), new Clock(() -> asked.plusSeconds(4)));

        assertThat(slow.issue(reader(), "council", standing(asked, null), 300, asked, end)
                        .blockOptional(Duration.ofSeconds(60)))
                .hasValueSatisfying(token -> assertThat(token.expiresAt()).isEqualTo(end));
        assertThat(slow.issue(reader(), "council", standing(asked, end), 300, asked, null)
                        .blockOptional(Duration.ofSeconds(60)))
                .hasValueSatisfying(token -> assertThat(token.expiresAt()).isEqualTo(end));
    }

    private static ReaderKey reader() {
        return new ReaderKey(new SiteId("somewhere"), UUID.randomUUID());
    }

    private static Standing standing(Instant now, @Nullable Instant openUntil) {
        return new Standing(
                now,
                false,
                null,
                false,
                null,
                new Meter(0, 0, null),
                0,
                openUntil == null
                        ? null
                        : new Membership(
                                EveryStanding.running(SubscriptionStatus.CANCELED, true),
                                List.of("standard"),
                                openUntil),
                List.of(),
                List.of());
    }

    /** In business time, which the token does not know: it runs ahead by what the sandbox moved. */
    private void endsBetween(Instant earliest, Instant latest, Answer answer) throws ParseException {
        Clock clock = service.bean(Clock.class);
        Duration lead = Duration.between(clock.tokenTime(), clock.now());
        Instant end = claims(answer).getExpirationTime().toInstant().plus(lead);
        assertThat(end).isBetween(earliest, latest);
        assertThat(answer.status()).isIn(200, 201);
    }

    private static List<String> articles(Answer answer) throws ParseException {
        return claims(answer).getStringListClaim("articles");
    }

    private static JWTClaimsSet claims(Answer answer) throws ParseException {
        return SignedJWT.parse(answer.text("token")).getJWTClaimsSet();
    }
}
