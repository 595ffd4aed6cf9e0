package io.latchkey.payment.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.MovingTime;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Unlocks bought once. */
@Tag("oldest")
class PackTests {

    private final TestSite site = selling(MovingTime.service());

    @Test
    void givesItsUnlocksOnceHoweverOftenItIsPaid() {
        TestReader ada = site.reader("ada");
        TestSubscriber checkout = buying(ada, "ten");
        assertThat(ada.unlockLeft()).isZero();
        assertThat(checkout.pay()).isEqualTo("paid");
        assertThat(checkout.pay()).isEqualTo("paid");
        assertThat(ada.unlockLeft()).isEqualTo(10);
    }

    @Test
    void givesThemOncePerPurchase() {
        TestReader ada = site.reader("ada");
        assertThat(buying(ada, "ten").pay()).isEqualTo("paid");
        assertThat(buying(ada, "ten").pay()).isEqualTo("paid");
        assertThat(ada.unlockLeft()).isEqualTo(20);
    }

    @Test
    void leavesTheReaderWhatTheyUnlockedWhenTheRestRunsOut() {
        TestReader ada = site.reader("ada");
        assertThat(buying(ada, "five-for-a-week").pay()).isEqualTo("paid");
        assertThat(ada.unlock("essay").status()).isEqualTo(201);
        MovingTime.advance("PT167H");
        assertThat(ada.unlockLeft()).isEqualTo(4);
        MovingTime.advance("PT1H");
        assertThat(ada.unlockLeft()).isZero();
        assertThat(ada.reason("essay")).isEqualTo("unlocked");
    }

    @Test
    void keepsUnlocksWithoutAnEndForYears() {
        // Of its own: two years of all that other tests subscribed to would take long.
        try (TestService years = TestService.own()) {
            TestReader ada = selling(years).reader("ada");
            assertThat(buying(ada, "ten").pay()).isEqualTo("paid");
            years.advance("P2Y");
            assertThat(ada.unlockLeft()).isEqualTo(10);
        }
    }

    @Test
    void isThereAtOnceWhenItCostsNothing() {
        TestReader ada = site.reader("ada");
        assertThat(buy(ada, "taster").status()).isEqualTo(201);
        assertThat(ada.unlockLeft()).isEqualTo(1);
    }

    @Test
    void isBoughtBesideASubscriptionAndLeavesItsCheckoutAlone() {
        TestReader ada = site.reader("ada");
        TestSubscriber subscribing = TestSubscriber.deciding(ada, "monthly");
        assertThat(buying(ada, "ten").pay()).isEqualTo("paid");
        assertThat(subscribing.pay()).isEqualTo("paid");
        assertThat(buying(ada, "ten").pay()).isEqualTo("paid");
        assertThat(subscribing.status()).isEqualTo("active");
    }

    @Test
    void isNotSoldWhereSubscriptionsAreNorTheOtherWayRound() {
        TestReader ada = site.reader("ada");
        assertThat(buy(ada, "monthly").code()).isEqualTo("not-a-pack");
        Answer subscribed = site.api().post("/v1/me/subscription", ada.token(), "{\"plan\":\"ten\"}");
        assertThat(subscribed.status()).isEqualTo(409);
        assertThat(subscribed.code()).isEqualTo("not-a-subscription");
    }

    @Test
    void isNotForReadersWhomNobodyKnows() {
        Answer refused = buy(site.anonymous(), "ten");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("sign-in-required");
    }

    private static TestSite selling(TestService service) {
        return service.site("packs")
                .article("essay", "premium")
                .monthlyPlan("monthly", 900, 0)
                .plan("ten", pack(500, 10, ""))
                .plan("five-for-a-week", pack(300, 5, ",\"validFor\":\"P7D\""))
                .plan("taster", pack(0, 1, ""));
    }

    private Answer buy(TestReader reader, String plan) {
        return reader.site().api().post("/v1/me/purchases", reader.token(), "{\"plan\":\"%s\"}".formatted(plan));
    }

    private TestSubscriber buying(TestReader reader, String plan) {
        Answer begun = buy(reader, plan);
        assertThat(begun.status()).as(begun.text()).isEqualTo(201);
        String url = begun.body().path("checkout").path("url").asString();
        return new TestSubscriber(reader, URI.create(url).getPath());
    }

    private static String pack(int price, int unlocks, String more) {
        return """
            {"kind":"pack","name":"Pack","price":{"amountMinor":%d,"currency":"EUR"},"unlocks":%d%s}
            """.formatted(price, unlocks, more);
    }
}
