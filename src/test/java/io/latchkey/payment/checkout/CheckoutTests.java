package io.latchkey.payment.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From wanting a plan to having it: what is paid is given once, or paid back. */
@Tag("oldest")
class CheckoutTests {

    private static final String TRIAL = """
        {"kind":"subscription","name":"Monthly","price":{"amountMinor":900,"currency":"EUR"},
         "period":"P1M","trial":"P14D","unlocksPerPeriod":5}
        """;

    private final TestSite site = TestService.shared().site("checkouts");

    @Test
    void givesNothingForADeclinedPaymentAndEverythingWhenItIsPaidLater() {
        TestSubscriber ada = deciding("ada");
        assertThat(ada.decline()).isEqualTo("declined");
        assertThat(ada.reader().me().path("subscription").isNull()).isTrue();
        assertThat(ada.reader().unlockLeft()).isZero();

        assertThat(ada.pay()).isEqualTo("paid");
        assertThat(ada.status()).isEqualTo("active");
        assertThat(ada.reader().unlockLeft()).isEqualTo(5);
    }

    @Test
    void givesOnceHoweverOftenAndHoweverManyAtOnceItIsPaid() {
        TestSubscriber ada = deciding("ada");
        List<CompletableFuture<Answer>> payments = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            payments.add(site.api().postAsync(ada.checkout() + "/pay", null, "{}"));
        }
        assertThat(payments)
                .allSatisfy(paid -> assertThat(outcome(paid, ada.checkout())).isEqualTo("paid"));
        assertThat(ada.pay()).isEqualTo("paid");
        assertThat(ada.decline()).isEqualTo("paid");
        assertThat(ada.reader().unlockLeft()).isEqualTo(5);
    }

    @Test
    void paysBackWhatIsPaidOnACheckoutThatANewerOneReplaced() {
        TestSubscriber first = deciding("ada");
        TestSubscriber second = TestSubscriber.deciding(first.reader(), "monthly");
        assertThat(first.decline()).isEqualTo("replaced");
        assertThat(first.pay()).isEqualTo("refunded");
        assertThat(first.reader().me().path("subscription").isNull()).isTrue();
        assertThat(first.reader().unlockLeft()).isZero();

        assertThat(second.pay()).isEqualTo("paid");
        assertThat(first.pay()).isEqualTo("refunded");
        assertThat(second.reader().unlockLeft()).isEqualTo(5);
    }

    @Test
    void paysBackWhatIsPaidAfterTheReaderWasErased() {
        TestSubscriber ada = deciding("ada");
        assertThat(site.api().delete("/v1/me", ada.reader().token()).status()).isEqualTo(202);

        assertThat(ada.pay()).isEqualTo("refunded");
        assertThat(site.reader("ada").me().path("subscription").isNull()).isTrue();
        assertThat(site.reader("ada").unlockLeft()).isZero();
    }

    @Test
    void callsThePlanByTheNameThatReadersKnow() {
        TestSubscriber ada = deciding("ada");
        Answer page = site.api().get(ada.checkout(), null);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("<h1>Monthly</h1>");
    }

    @Test
    void refusesASecondSubscriptionBesideALiveOne() {
        TestSubscriber ada = deciding("ada");
        assertThat(ada.pay()).isEqualTo("paid");
        Answer refused = want(ada.reader(), "monthly");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("already-subscribed");
    }

    /** Opened again behind the service's back, as checkouts opened at the same moment would be. */
    @Test
    void letsOneOfTwentyCheckoutsPaidAtOnceBeginASubscriptionAndPaysTheOthersBack() throws SQLException {
        TestReader ada = sellMonthly().reader("ada");
        List<String> checkouts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            checkouts.add(ada.checkout("monthly"));
        }
        openAll(20);
        List<CompletableFuture<Answer>> payments = checkouts.stream()
                .map(checkout -> site.api().postAsync(checkout + "/pay", null, "{}"))
                .toList();
        List<String> outcomes = IntStream.range(0, checkouts.size())
                .mapToObj(i -> outcome(payments.get(i), checkouts.get(i)))
                .toList();
        assertThat(Collections.frequency(outcomes, "paid")).isEqualTo(1);
        assertThat(Collections.frequency(outcomes, "refunded")).isEqualTo(19);
        assertThat(ada.unlockLeft()).isEqualTo(5);
    }

    @Test
    void letsGoOfTheCodeOfACheckoutThatIsPaidBack() throws SQLException {
        sellMonthly().promoCode("ONE", "{\"percent\":20,\"redemptions\":1}");
        TestSubscriber first = TestSubscriber.deciding(site.reader("ada"), "monthly");
        TestSubscriber second =
                new TestSubscriber(first.reader(), first.reader().checkout("monthly", "ONE"));
        openAll(2);
        assertThat(first.pay()).isEqualTo("paid");
        String order = "{\"plan\":\"monthly\",\"promoCode\":\"ONE\"}";
        TestReader bob = site.reader("bob");
        assertThat(site.api().post("/v1/me/subscription", bob.token(), order).code())
                .isEqualTo("promo-code-used-up");

        assertThat(second.pay()).isEqualTo("refunded");

        assertThat(new TestSubscriber(bob, bob.checkout("monthly", "ONE")).pay())
                .isEqualTo("paid");
    }

    @Test
    void chargesThePriceThatTheReaderSawAlsoWhenThePlanBecomesDearerBeforeTheyPay() {
        TestSubscriber ada = deciding("ada");
        site.monthlyPlan("monthly", 1_900, 5);
        assertThat(ada.pay()).isEqualTo("paid");
        assertThat(ada.subscription().path("price").path("amountMinor").asInt()).isEqualTo(900);
    }

    @Test
    void givesTheTrialThatTheReaderSawAlsoWhenItIsNoLongerOffered() {
        site.plan("monthly", TRIAL);
        TestSubscriber ada = TestSubscriber.deciding(site.reader("ada"), "monthly");
        site.monthlyPlan("monthly", 900, 5);
        assertThat(ada.pay()).isEqualTo("paid");
        assertThat(ada.status()).isEqualTo("trialing");
    }

    @Test
    void beginsThePaidPeriodAtOnceAlsoWhenATrialCameUpAfterTheReaderChose() {
        TestSubscriber ada = deciding("ada");
        site.plan("monthly", TRIAL);
        assertThat(ada.pay()).isEqualTo("paid");
        assertThat(ada.status()).isEqualTo("active");
    }

    @Test
    void honoursACheckoutOfAPlanThatIsWithdrawnMeanwhileAndOpensNoOther() {
        TestSubscriber ada = deciding("ada");
        assertThat(site.api().delete("/v1/plans/monthly", site.key()).status()).isEqualTo(204);
        Answer refused = want(site.reader("bob"), "monthly");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("not-sold");
        assertThat(ada.pay()).isEqualTo("paid");
        assertThat(ada.status()).isEqualTo("active");
    }

    private TestSite sellMonthly() {
        return site.monthlyPlan("monthly", 900, 5);
    }

    private TestSubscriber deciding(String ref) {
        return TestSubscriber.deciding(sellMonthly().reader(ref), "monthly");
    }

    @Test
    void beginsOnceForAKeyInWhicheverSessionTheReaderRepeatsIt() {
        sellMonthly();
        Answer first = want("monthly", "k1");
        assertThat(first.status()).as(first.text()).isEqualTo(201);
        Answer again = want("monthly", "k1");
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(again.text()).as(first.text()).isEqualTo(first.text());
        assertThat(want("monthly", "k2").text()).isNotEqualTo(first.text());
    }

    /** In a session of its own. */
    private Answer want(String plan, String key) {
        return site.api()
                .send(site.api()
                        .request("/v1/me/subscription", site.reader("ada").token())
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString("{\"plan\":\"%s\"}".formatted(plan)))
                        .build());
    }

    private Answer want(TestReader reader, String plan) {
        return site.api().post("/v1/me/subscription", reader.token(), "{\"plan\":\"%s\"}".formatted(plan));
    }

    /** On a busy machine the last of many wait too long for the others, are told so, and ask again. */
    private String outcome(CompletableFuture<Answer> payment, String checkout) {
        Answer answer = payment.join();
        return answer.status() == 503 ? site.api().post(checkout + "/pay", null).text("status") : answer.text("status");
    }

    private void openAll(int checkouts) throws SQLException {
        try (Connection database = TestDatabase.connect(TestService.shared().databaseUrl());
                PreparedStatement open =
                        database.prepareStatement("UPDATE checkout SET status = 'open' WHERE site_id = ?")) {
            open.setString(1, site.id());
            assertThat(open.executeUpdate()).isEqualTo(checkouts);
        }
    }
}
