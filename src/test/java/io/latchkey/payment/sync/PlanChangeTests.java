package io.latchkey.payment.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.MovingTime;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another plan, from the next renewal on: what is paid stays as it was bought. */
class PlanChangeTests {

    private final TestSite site = MovingTime.service()
            .site("changing")
            .article("dossier", "subscribers")
            .article("analysis", "subscribers", "business")
            .monthlyPlan("monthly", 900, 3)
            .plan("yearly", business("P1Y", 9_900))
            .plan("business", business("P1M", 2_900))
            .plan("tried", """
                {"kind":"subscription","name":"Tried","period":"P1M","trial":"P14D",
                 "price":{"amountMinor":900,"currency":"EUR"}}
                """)
            .plan("ten", """
                {"kind":"pack","name":"Ten","unlocks":10,
                 "price":{"amountMinor":500,"currency":"EUR"}}
                """);
    private final TestReader reader = site.reader("ada");

    @Test
    void waitsForTheNextRenewalAndThenBringsPricePeriodUnlocksAndTiers() {
        TestSubscriber ada = TestSubscriber.of(reader, "monthly");
        Instant renewal = ada.paidUntil();
        Answer chosen = ada.choose("yearly");
        assertThat(chosen.status()).as(chosen.text()).isEqualTo(200);
        assertThat(chosen.text("plan")).isEqualTo("monthly");
        assertThat(chosen.text("nextPlan")).isEqualTo("yearly");
        assertThat(reader.reason("analysis")).isEqualTo("subscription-required");

        MovingTime.advanceTo(renewal);
        assertThat(ada.is("plan")).isEqualTo("yearly");
        assertThat(ada.subscription().has("nextPlan")
                        && !ada.subscription().path("nextPlan").isNull())
                .isFalse();
        assertThat(price(ada)).isEqualTo(9_900);
        assertThat(ada.is("period")).isEqualTo("P1Y");
        assertThat(ada.paidUntil())
                .isEqualTo(renewal.atZone(ZoneId.of("UTC")).plusYears(1).toInstant());
        assertThat(reader.unlockLeft()).isEqualTo(7);
        assertThat(reader.reason("analysis")).isEqualTo("plan");
        assertThat(reader.reason("dossier")).isEqualTo("subscription-required");
    }

    @Test
    void isHadAtOnceWhereItIsTheBetterOneAndKeepsThePaidDays() {
        TestSubscriber ada = TestSubscriber.of(reader, "monthly");
        Instant paidUntil = ada.paidUntil();
        MovingTime.advance("P10D");
        Answer chosen = ada.choose("business");
        assertThat(chosen.status()).as(chosen.text()).isEqualTo(200);
        assertThat(chosen.text("plan")).isEqualTo("business");
        assertThat(ada.paidUntil()).isEqualTo(paidUntil);
        assertThat(reader.unlockLeft()).as("3, and of 4 more two thirds").isEqualTo(6);
        assertThat(reader.reason("analysis")).isEqualTo("plan");
        MovingTime.advanceTo(paidUntil);
        assertThat(ada.is("plan")).isEqualTo("business");
        assertThat(price(ada)).isEqualTo(2_900);
    }

    @Test
    void changesNothingWhenTheDifferenceIsNotPaid() {
        TestSubscriber ada = TestSubscriber.of(reader, "monthly").card("declines");
        Answer declined = ada.choose("business");
        assertThat(declined.status()).isEqualTo(402);
        assertThat(declined.code()).isEqualTo("payment-declined");
        assertThat(ada.is("plan")).isEqualTo("monthly");
        assertThat(ada.status()).isEqualTo("active");
        assertThat(reader.unlockLeft()).isEqualTo(3);
    }

    @Test
    void costsWhatItCostWhenTheReaderChoseIt() {
        TestSubscriber ada = TestSubscriber.of(reader, "monthly");
        assertThat(ada.choose("yearly").status()).isEqualTo(200);
        site.plan("yearly", business("P1Y", 19_900));
        MovingTime.advanceTo(ada.paidUntil());
        assertThat(ada.is("plan")).isEqualTo("yearly");
        assertThat(price(ada)).isEqualTo(9_900);
    }

    @Test
    void isTakenBackByChoosingThePresentPlanAgainAlsoWhenThatIsNoLongerSold() {
        TestSubscriber ada = TestSubscriber.of(reader, "monthly");
        assertThat(ada.choose("yearly").text("nextPlan")).isEqualTo("yearly");
        assertThat(site.api().delete("/v1/plans/monthly", site.key()).status()).isEqualTo(204);
        Answer kept = ada.choose("monthly");
        assertThat(kept.status()).isEqualTo(200);
        assertThat(kept.text("nextPlan")).isEmpty();
        MovingTime.advanceTo(ada.paidUntil());
        assertThat(ada.is("plan")).isEqualTo("monthly");
        assertThat(price(ada)).isEqualTo(900);
    }

    @Test
    void takesTheLastOfSeveralChoices() {
        TestSubscriber ada = TestSubscriber.of(reader, "monthly");
        assertThat(ada.choose("business").status()).isEqualTo(200);
        assertThat(ada.choose("yearly").text("nextPlan")).isEqualTo("yearly");
        MovingTime.advanceTo(ada.paidUntil());
        assertThat(ada.is("plan")).isEqualTo("yearly");
    }

    @Test
    void isPossibleInATrialAndWhileAPaymentIsMissing() {
        TestSubscriber trying = TestSubscriber.of(reader, "tried");
        assertThat(trying.choose("business").status()).isEqualTo(200);
        trying.card("declines");
        MovingTime.advanceTo(trying.paidUntil());
        assertThat(trying.status()).isEqualTo("past_due");
        assertThat(trying.is("plan")).isEqualTo("tried");
        assertThat(trying.choose("monthly").text("nextPlan")).isEqualTo("monthly");
        trying.card("pays");
        MovingTime.advance("P1D");
        assertThat(trying.status()).isEqualTo("active");
        assertThat(trying.is("plan")).isEqualTo("monthly");
    }

    @Test
    void outlivesACancellationThatIsTakenBack() {
        TestSubscriber ada = TestSubscriber.of(reader, "monthly");
        assertThat(ada.choose("yearly").status()).isEqualTo(200);
        assertThat(ada.cancel("period-end").status()).isEqualTo(201);
        assertThat(ada.is("nextPlan")).isEmpty();
        assertThat(ada.undo().text("nextPlan")).isEqualTo("yearly");
    }

    @ParameterizedTest
    @ValueSource(strings = {"canceled", "paused", "expired"})
    void isRefusedWhereNothingWillRenew(String status) {
        TestSubscriber ada = TestSubscriber.of(reader, "monthly");
        switch (status) {
            case "canceled" -> ada.cancel("period-end");
            case "paused" -> ada.pause("{}");
            default -> ada.cancel("now");
        }
        assertThat(ada.status()).isEqualTo(status);
        Answer refused = ada.choose("business");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("not-possible-now");
    }

    @Test
    void isRefusedForPacksForWhatIsNotSoldAndForWhatIsUnknown() {
        TestSubscriber ada = TestSubscriber.of(reader, "monthly");
        assertThat(site.api().delete("/v1/plans/business", site.key()).status()).isEqualTo(204);
        assertThat(ada.choose("ten").code()).isEqualTo("not-a-subscription");
        assertThat(ada.choose("business").code()).isEqualTo("not-sold");
        assertThat(ada.choose("no-such-plan").code()).isEqualTo("unknown-plan");
        assertThat(ada.is("nextPlan")).isEmpty();
    }

    @Test
    void findsNoSubscriptionWhereThereIsNone() {
        Answer refused = new TestSubscriber(reader, "").choose("monthly");
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.code()).isEqualTo("no-subscription");
        assertThat(new TestSubscriber(site.anonymous(), "").choose("monthly").code())
                .isEqualTo("sign-in-required");
    }

    private static int price(TestSubscriber subscriber) {
        return subscriber.subscription().path("price").path("amountMinor").asInt();
    }

    private static String business(String period, int price) {
        return """
            {"kind":"subscription","name":"Business","period":"%s",
             "price":{"amountMinor":%d,"currency":"EUR"},"tiers":["business"],"unlocksPerPeriod":7}
            """.formatted(period, price);
    }
}
