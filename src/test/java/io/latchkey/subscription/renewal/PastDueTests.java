package io.latchkey.subscription.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.MovingTime;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A renewal that was not paid: the reader reads on for the days of grace, and can still pay. */
class PastDueTests {

    private final TestSite site = MovingTime.service()
            .site("unpaid")
            .settings("\"graceDays\":5")
            .article("dossier", "subscribers")
            .monthlyPlan("monthly", 900, 3);
    private final TestSubscriber ada =
            TestSubscriber.of(site.reader("ada"), "monthly").card("declines");
    private final Instant unpaidFrom = ada.paidUntil();

    @Test
    void leavesAccessOpenThroughTheDaysOfGraceAndGivesNoUnlocksForThem() {
        MovingTime.advanceTo(unpaidFrom);
        assertThat(ada.status()).isEqualTo("past_due");
        assertThat(ada.reader().reason("dossier")).isEqualTo("plan");
        assertThat(ada.reader().unlockLeft()).isZero();

        MovingTime.advanceTo(unpaidFrom.plus(Duration.ofDays(5)).minusSeconds(60));
        assertThat(ada.status()).isEqualTo("past_due");
        assertThat(ada.reader().reason("dossier")).isEqualTo("plan");
        assertThat(ada.paidUntil()).isEqualTo(unpaidFrom);
    }

    @Test
    void isPaidByTheNextTryAndLosesNoDay() {
        MovingTime.advanceTo(unpaidFrom.plus(Duration.ofDays(2)));
        assertThat(ada.status()).isEqualTo("past_due");
        ada.card("pays");
        MovingTime.advanceTo(unpaidFrom.plus(Duration.ofDays(4)));
        assertThat(ada.status()).isEqualTo("active");
        assertThat(ada.is("periodStart")).isEqualTo(unpaidFrom.toString());
        assertThat(ada.reader().unlockLeft()).isEqualTo(3);
    }

    @Test
    void expiresWithItsGraceAndCanBeginAnew() {
        MovingTime.advanceTo(unpaidFrom.plus(Duration.ofDays(5)));
        assertThat(ada.status()).isEqualTo("expired");
        assertThat(ada.reader().reason("dossier")).isEqualTo("subscription-required");

        ada.card("pays");
        MovingTime.advance("P1M");
        assertThat(ada.status()).isEqualTo("expired");
        TestSubscriber again = TestSubscriber.of(ada.reader(), "monthly");
        assertThat(again.status()).isEqualTo("active");
    }

    @Test
    void canBeBoughtAgainInItsGraceOnceTheProviderGaveUp() {
        site.settings("\"graceDays\":30");
        MovingTime.advanceTo(unpaidFrom.plus(Duration.ofDays(5)));
        assertThat(buy().code()).as("it may be paid yet").isEqualTo("already-subscribed");
        assertThat(paymentMethod().status()).isEqualTo(200);

        MovingTime.advanceTo(unpaidFrom.plus(Duration.ofDays(22)));
        assertThat(ada.status()).isEqualTo("past_due");
        assertThat(ada.reader().reason("dossier")).isEqualTo("plan");
        assertThat(paymentMethod().code()).isEqualTo("subscribe-again");
        assertThat(ada.choose("monthly").status()).isEqualTo(409);
        TestSubscriber again = TestSubscriber.of(ada.reader(), "monthly");
        assertThat(again.status()).isEqualTo("active");
        assertThat(again.paidUntil()).isAfter(MovingTime.now().plus(Duration.ofDays(27)));
        assertThat(again.reader().unlockLeft()).isEqualTo(3);
    }

    private Answer buy() {
        return site.api().post("/v1/me/subscription", ada.reader().token(), "{\"plan\":\"monthly\"}");
    }

    private Answer paymentMethod() {
        return site.api()
                .post("/v1/me/subscription/payment-method", ada.reader().token(), "{}");
    }

    /** Grace ends before the next look at the subscription when the site shortens it. */
    @Test
    void saysThatThePaymentIsMissingWhenTheGraceIsOver() {
        MovingTime.advanceTo(unpaidFrom.plusSeconds(60));
        site.settings("\"graceDays\":0");
        Answer denied = ada.reader().check("dossier");
        assertThat(denied.text("decision")).isEqualTo("denied");
        assertThat(denied.text("reason")).isEqualTo("subscription-past-due");
        assertThat(denied.body().path("ways").path(0).path("kind").asString()).isEqualTo("update-payment");
    }

    @Test
    void endsAtOnceWhereTheSiteGivesNoGrace() {
        site.settings("\"graceDays\":0");
        MovingTime.advanceTo(unpaidFrom);
        assertThat(ada.status()).isEqualTo("expired");
    }
}
