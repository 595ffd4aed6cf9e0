package io.latchkey.payment.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.payment.sync.PlanSwitch;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Plans;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.site.SiteId;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.MovingTime;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What was sold is a rule and a promise, not the numbers of that day. */
class WhatWasSoldTests {

    private final TestSite site = MovingTime.service()
            .site("sold")
            .article("dossier", "subscribers")
            .monthlyPlan("p10", 1_000, 3)
            .monthlyPlan("p20", 2_000, 3)
            .monthlyPlan("p30", 3_000, 103)
            .plan("yen", """
                {"kind":"subscription","name":"Yen","period":"P1M",
                 "price":{"amountMinor":600,"currency":"JPY"}}
                """)
            .plan("small-yen", """
                {"kind":"subscription","name":"Small","period":"P1M",
                 "price":{"amountMinor":40,"currency":"JPY"}}
                """)
            .plan("free", """
                {"kind":"subscription","name":"Free","period":"P1M",
                 "unlocksPerPeriod":3,"price":{"amountMinor":0,"currency":"EUR"}}
                """);
    private final TestReader ada = site.reader("ada");

    @Test
    void halfIsHalfOfWhateverIsPaidLater() {
        code("HALF", "{\"percent\":50}");
        TestSubscriber subscriber = subscribed("p20", "HALF");
        assertThat(subscriber.choose("p10").status()).isEqualTo(200);
        MovingTime.advanceTo(subscriber.paidUntil());
        assertThat(paid()).containsExactly(1_000L, 500L);
    }

    @Test
    void halfIsHalfOfTheDifferenceAsWell() {
        code("HALF", "{\"percent\":50,\"payments\":1}");
        TestSubscriber subscriber = subscribed("p10", "HALF");
        assertThat(shown("p20")).as("what the page says before").isEqualTo(500);
        assertThat(subscriber.choose("p20").status()).isEqualTo(200);
        MovingTime.advanceTo(subscriber.paidUntil());
        assertThat(paid()).containsExactly(500L, 500L, 2_000L);
        assertThat(shown("p30")).as("the code was for one payment").isEqualTo(1_000);
    }

    @Test
    void aCodeIsForThePlansThatItNamesAndForNoOther() {
        code("ALL", "{\"percent\":100,\"plans\":[\"p10\"]}");
        TestSubscriber subscriber = subscribed("p10", "ALL");
        assertThat(subscriber.choose("p20").status()).isEqualTo(200);
        MovingTime.advanceTo(subscriber.paidUntil());
        assertThat(paid()).containsExactly(2_000L, 2_000L);
        assertThat(subscriber.choose("p10").status()).isEqualTo(200);
        MovingTime.advanceTo(subscriber.paidUntil());
        assertThat(paid()).containsExactly(2_000L, 2_000L);
    }

    @Test
    void aSubscriptionKeepsItsCurrency() {
        code("HALF", "{\"percent\":50}");
        TestSubscriber subscriber = subscribed("p20", "HALF");
        assertThat(subscriber.choose("yen").code()).isEqualTo("other-currency");
        MovingTime.advanceTo(subscriber.paidUntil());
        assertThat(paid()).containsExactly(1_000L, 1_000L);
    }

    @Test
    void aDiscountOfLessThanTheSmallestCoinIsNone() {
        code("ONE", "{\"percent\":1}");
        Answer begun = subscribe(ada, "small-yen", "ONE");
        assertThat(begun.status()).as(begun.text()).isEqualTo(201);
        assertThat(new TestSubscriber(ada, page(begun)).pay()).isEqualTo("paid");
        assertThat(paid()).containsExactly(40L);
    }

    @Test
    void aCodeIsHeldAsLongAsACheckoutCanBePaid() {
        code("TWO", "{\"percent\":10,\"redemptions\":2}");
        String first = page(subscribe(ada, "p10", "TWO"));
        assertThat(subscribe(site.reader("ben"), "p10", "TWO").status()).isEqualTo(201);
        TestReader kim = site.reader("kim");
        assertThat(subscribe(kim, "p10", "TWO").code()).isEqualTo("promo-code-used-up");
        MovingTime.advance("PT61M");
        assertThat(subscribe(kim, "p10", "TWO").status()).isEqualTo(201);
        Answer late = site.api().post(first + "/pay", null);
        assertThat(late.code()).isEqualTo("checkout-expired");
        assertThat(site.api().get(first, null).text()).contains("cannot be paid any more");
        assertThat(paid()).isEmpty();
    }

    @Test
    void aCodeIsFreeAgainOnceTheReaderBeginsWithoutIt() {
        code("LAST", "{\"percent\":10,\"redemptions\":1}");
        page(subscribe(ada, "p10", "LAST"));
        TestReader kim = site.reader("kim");
        assertThat(subscribe(kim, "p10", "LAST").code()).isEqualTo("promo-code-used-up");
        page(subscribe(ada, "p10", null));
        page(subscribe(kim, "p10", "LAST"));
    }

    @Test
    void aPackHasWhatItHadWhenItsCheckoutWasOpened() {
        pack("pack", 5, 500, ",\"validFor\":\"P30D\"");
        String page = page(buy("pack"));
        pack("pack", 1, 500, "");
        assertThat(new TestSubscriber(ada, page).pay()).isEqualTo("paid");
        assertThat(ada.unlockLeft()).isEqualTo(5);
        JsonNode receipt = site.api()
                .get("/v1/me/receipts", ada.token())
                .body()
                .path("items")
                .path(0);
        assertThat(receipt.path("unlocks").asInt()).as("on the receipt").isEqualTo(5);
        assertThat(Instant.parse(receipt.path("unlocksUntil").asString()))
                .isAfter(MovingTime.now().plus(Duration.ofDays(29)));
    }

    @Test
    void aSubscriptionIsWhatItWasWhenItsCheckoutWasOpened() {
        TestSubscriber subscriber = TestSubscriber.deciding(ada, "p10");
        site.plan("p10", """
            {"kind":"subscription","name":"Other","period":"P1Y","tiers":["sports"],
             "trial":"P14D","price":{"amountMinor":9900,"currency":"EUR"}}
            """);
        assertThat(subscriber.pay()).isEqualTo("paid");
        assertThat(paid()).containsExactly(1_000L);
        assertThat(subscriber.status()).isEqualTo("active");
        Instant end = subscriber.paidUntil();
        assertThat(end).isBefore(MovingTime.now().plus(Duration.ofDays(32)));
        assertThat(ada.unlockLeft()).isEqualTo(3);
        assertThat(ada.reason("dossier")).isEqualTo("plan");
        MovingTime.advanceTo(end);
        assertThat(ada.reason("dossier")).as("the plan's tiers now").isNotEqualTo("plan");
        assertThat(ada.unlockLeft()).isZero();
    }

    @Test
    void aFreePlansUnlocksComeOnceAPeriod() {
        site.article("one", "premium", "other").article("two", "premium", "other");
        assertThat(subscribe(ada, "free", null).status()).isEqualTo(201);
        TestSubscriber subscriber = new TestSubscriber(ada, "");
        Instant end = subscriber.paidUntil();
        assertThat(ada.unlock("one").status()).isEqualTo(201);
        for (int again = 0; again < 3; again++) {
            assertThat(ada.cancel("now").status()).isEqualTo(201);
            assertThat(ada.unlockLeft()).isZero();
            assertThat(subscribe(ada, "free", null).status()).isEqualTo(201);
            assertThat(ada.unlockLeft()).isEqualTo(2);
            assertThat(subscriber.paidUntil()).isEqualTo(end);
        }
        MovingTime.advanceTo(end);
        assertThat(ada.unlockLeft()).isEqualTo(3);
        assertThat(subscriber.is("periodStart")).isEqualTo(end.toString());
    }

    @Test
    void aFreePackIsHadOnceUnlessTheSiteSaysOtherwise() {
        pack("gift", 5, 0, "");
        assertThat(buy("gift").status()).isEqualTo(201);
        assertThat(buy("gift").code()).isEqualTo("already-taken");
        assertThat(ada.unlockLeft()).isEqualTo(5);
        pack("again", 2, 0, ",\"repeatable\":true");
        assertThat(buy("again").status()).isEqualTo(201);
        assertThat(buy("again").status()).isEqualTo(201);
        assertThat(ada.unlockLeft()).isEqualTo(9);
    }

    @Test
    void aBetterPlanBringsAsManyUnlocksMoreAsItIsPaidFor() {
        TestSubscriber late = TestSubscriber.of(ada, "p10");
        TestReader ben = site.reader("ben");
        TestSubscriber early = TestSubscriber.of(ben, "p10");
        assertThat(early.choose("p30").status()).isEqualTo(200);
        assertThat(ben.unlockLeft()).isEqualTo(103);

        MovingTime.advanceTo(late.paidUntil().minus(Duration.ofMinutes(2)));
        assertThat(late.choose("p30").status()).isEqualTo(200);
        assertThat(ada.unlockLeft()).isEqualTo(3);
        assertThat(late.choose("p10").status()).isEqualTo(200);
        MovingTime.advanceTo(late.paidUntil());
        assertThat(ada.unlockLeft()).isEqualTo(3);
    }

    private void code(String code, String body) {
        Answer put = site.api().put("/v1/promo-codes/" + code, site.key(), body);
        assertThat(put.status()).as(put.text()).isEqualTo(201);
    }

    private void pack(String id, int unlocks, int priceMinor, String more) {
        site.plan(id, """
            {"kind":"pack","name":"Pack","unlocks":%d,
             "price":{"amountMinor":%d,"currency":"EUR"}%s}
            """.formatted(unlocks, priceMinor, more));
    }

    private Answer buy(String plan) {
        return site.api().post("/v1/me/purchases", ada.token(), "{\"plan\":\"%s\"}".formatted(plan));
    }

    private Answer subscribe(TestReader reader, String plan, @Nullable String code) {
        return site.api()
                .post(
                        "/v1/me/subscription",
                        reader.token(),
                        code == null
                                ? "{\"plan\":\"%s\"}".formatted(plan)
                                : "{\"plan\":\"%s\",\"promoCode\":\"%s\"}".formatted(plan, code));
    }

    private TestSubscriber subscribed(String plan, String code) {
        TestSubscriber subscriber = new TestSubscriber(ada, page(subscribe(ada, plan, code)));
        assertThat(subscriber.pay()).isEqualTo("paid");
        return subscriber;
    }

    private static String page(Answer begun) {
        assertThat(begun.status()).as(begun.text()).isEqualTo(201);
        return URI.create(begun.body().path("checkout").path("url").asString()).getPath();
    }

    /** What the account page says that a better plan costs now. */
    private long shown(String plan) {
        SiteId id = new SiteId(site.id());
        ReaderKey reader = new ReaderKey(
                id, UUID.fromString(ada.me().path("reader").path("id").asString()));
        TestService service = MovingTime.service();
        return Objects.requireNonNull(service.bean(Plans.class)
                .get(id, new PlanId(plan))
                .cast(SubscriptionPlan.class)
                .flatMap(it -> service.bean(PlanSwitch.class).outlook(reader, it))
                .mapNotNull(PlanSwitch.Outlook::dueNow)
                .map(Price::amountMinor)
                .block(Duration.ofSeconds(60)));
    }

    /** What ada paid, the first first. */
    private List<Long> paid() {
        return ada.payments().stream()
                .map(payment -> payment.path("price").path("amountMinor").asLong())
                .toList()
                .reversed();
    }
}
