package io.latchkey.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.account.home.Desk;
import io.latchkey.payment.provider.Shop;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.LogLines;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Packs, refunds, readers who come back and strangers' events, with a whole service and Stripe. */
class StripeSalesTests {

    private static final String DATABASE = TestDatabase.fresh();
    private static final StripeHands HANDS = new StripeHands(DATABASE);
    private static final TestService SERVICE = HANDS.service(null);
    private static final Shop SHOP = new Shop(HANDS, DATABASE);
    private static final TestSite SITE = SERVICE.site("sales")
            .article("essay", "premium", "business")
            .monthlyPlan("monthly", 900, 3)
            .plan("ten", """
                {"kind":"pack","name":"Ten","unlocks":10,
                 "price":{"amountMinor":500,"currency":"EUR"}}
                """);

    @AfterAll
    static void stop() {
        SHOP.close();
        HANDS.close();
    }

    @Test
    void givesAPackOnceAndTakesBackWhatIsPaidBackAndNotSpent() {
        TestReader ada = SITE.reader("pack");
        URI page = Shop.page(SITE.api().post("/v1/me/purchases", ada.token(), "{\"plan\":\"ten\"}"));
        HANDS.pay(page);
        SHOP.settle(SERVICE);
        HANDS.tellsAgain();
        SHOP.settle(SERVICE);
        assertThat(ada.unlockLeft()).isEqualTo(10);
        assertThat(ada.unlock("essay").status()).isEqualTo(201);
        JsonNode payment = ada.payments().getFirst();
        assertThat(ada.payments()).hasSize(1);

        assertThat(refund(ada, payment, 250).status()).isEqualTo(201);
        assertThat(refund(ada, payment, 250).headers().firstValue("Idempotent-Replayed"))
                .isPresent();
        SHOP.settle(SERVICE);
        HANDS.tellsAgain();
        SHOP.settle(SERVICE);
        assertThat(ada.payments().getFirst().path("refundedMinor").asInt()).isEqualTo(250);
        assertThat(ada.unlockLeft()).as("five went back, one is spent").isEqualTo(4);
        assertThat(receipts(ada)).containsExactly("purchase", "refund");

        assertThat(refund(ada, payment, 251).code()).isEqualTo("too-much-to-refund");
        assertThat(refund(ada, payment, 249).status()).isEqualTo(201);
        SHOP.settle(SERVICE);
        assertThat(ada.reason("essay")).as("spent stays spent").isEqualTo("unlocked");
        assertThat(receipts(ada)).containsExactly("purchase", "refund", "refund");
    }

    /** Days later, after all went well: the site is told, and can pay back another time. */
    @Test
    void tellsTheSiteOfARefundThatTheBankSentBack() {
        TestReader ada = SITE.reader("sent-back");
        URI page = Shop.page(SITE.api().post("/v1/me/purchases", ada.token(), "{\"plan\":\"ten\"}"));
        HANDS.pay(page);
        SHOP.settle(SERVICE);
        JsonNode payment = ada.payments().getFirst();
        assertThat(refund(ada, payment, 500).status()).isEqualTo(201);
        SHOP.settle(SERVICE);
        assertThat(ada.unlockLeft()).isZero();
        HANDS.stripe.desk.failRefund(HANDS.session(page).bought());
        SHOP.settle(SERVICE);
        HANDS.tellsAgain();
        SHOP.settle(SERVICE);
        assertThat(ada.payments().getFirst().path("refundedMinor").asInt()).isZero();
        assertThat(SHOP.rows(
                        Shop.id(ada), "SELECT type FROM event WHERE reader_id = ? AND type LIKE 'refund.%' ORDER BY 1"))
                .containsExactly("refund.failed", "refund.wanted");
        assertThat(SHOP.rows(Shop.id(ada), """
            SELECT data ->> 'refundedMinor' FROM event
            WHERE reader_id = ? AND type IN ('payment.refunded', 'refund.failed')
            ORDER BY occurred_at, event_id
            """)).containsExactly("500", "0");
        assertThat(refund(ada, payment, 499).status()).as("another time").isEqualTo(201);
        SHOP.settle(SERVICE);
        assertThat(ada.payments().getFirst().path("refundedMinor").asInt()).isEqualTo(499);
    }

    @Test
    void takesLessOfWhoeverStaysForIt() {
        SITE.promoCode("STAY", "{\"percent\":50,\"payments\":2}");
        Answer offer =
                SITE.api().put("/v1/site/cancellation-offer", SITE.key(), "{\"offer\":\"discount\",\"code\":\"STAY\"}");
        assertThat(offer.status()).as(offer.text()).isEqualTo(200);
        TestReader ada = SITE.reader("stays");
        URI page = SHOP.subscribed(SERVICE, ada);
        // Whatever our own clock says, which is ahead of Stripe's here.
        HANDS.stripe.books.advanceTo(HANDS.stripe.books.now().plusSeconds(1));
        assertThat(Desk.of(ada).sent("/stay", "")).contains("pay less from your next payment on");
        SHOP.settle(SERVICE);
        for (int month = 0; month < 3; month++) {
            HANDS.renew(page);
            SHOP.settle(SERVICE);
        }
        assertThat(ada.payments().reversed())
                .extracting(payment -> payment.path("price").path("amountMinor").asInt())
                .containsExactly(900, 450, 450, 900);
    }

    @Test
    void knowsTheCustomerAgain() {
        TestReader ada = SITE.reader("customer");
        URI first = SHOP.subscribed(SERVICE, ada);
        assertThat(ada.cancel("now").status()).isEqualTo(201);
        SHOP.settle(SERVICE);
        String customer = HANDS.there(first).customer;
        Answer again = SITE.api().post("/v1/me/subscription", ada.token(), "{\"plan\":\"monthly\"}");
        assertThat(HANDS.session(Shop.page(again)).customer).isEqualTo(customer);
    }

    @Test
    void knowsTheBuyerOfAPackAgain() {
        TestReader ada = SITE.reader("packs");
        URI first = Shop.page(SITE.api().post("/v1/me/purchases", ada.token(), "{\"plan\":\"ten\"}"));
        HANDS.pay(first);
        SHOP.settle(SERVICE);
        String customer = HANDS.stripe.desk.payment(HANDS.session(first).bought()).customer;
        assertThat(HANDS.session(begin(ada)).customer).isEqualTo(customer);
    }

    /** Who was erased here is forgotten there, after what was to end there has ended. */
    @Test
    void whoIsErasedIsForgottenByStripe() {
        TestReader ada = SITE.reader("erased");
        URI page = SHOP.subscribed(SERVICE, ada);
        UUID id = Shop.id(ada);
        String customer = HANDS.there(page).customer;
        assertThat(SITE.api().get("/v1/me/export", ada.token()).text()).contains(customer);
        HANDS.unreachable(true);
        assertThat(SITE.api().delete("/v1/me", ada.token()).status()).isEqualTo(202);
        SHOP.relay(SERVICE);
        assertThat(HANDS.stripe.desk.knows(customer)).isTrue();
        HANDS.unreachable(false);
        SHOP.settle(SERVICE);
        assertThat(HANDS.standings(page)).containsExactly("ended");
        assertThat(HANDS.stripe.desk.knows(customer)).isFalse();
        assertThat(HANDS.kept(page)).as("what was paid stays in the books").containsExactly(900L);
        assertThat(SHOP.rows(id, "SELECT customer FROM customer WHERE reader_id = ?"))
                .isEmpty();
    }

    @Test
    void aPageThatAnotherReplacedTakesNoMoney() {
        TestReader ada = SITE.reader("two-tabs");
        StandInSession first = HANDS.session(begin(ada));
        HANDS.unreachable(true);
        assertThat(SITE.api()
                        .post("/v1/me/subscription", ada.token(), "{\"plan\":\"monthly\"}")
                        .code())
                .isEqualTo("provider-unavailable");
        HANDS.unreachable(false);
        URI second = begin(ada);
        HANDS.stripe.desk.pay(first);
        assertThat(first.isPaid()).isFalse();
        HANDS.pay(second);
        SHOP.settle(SERVICE);
        URI third = Shop.page(SITE.api().post("/v1/me/purchases", ada.token(), "{\"plan\":\"ten\"}"));
        assertThat(HANDS.session(third).isPaid()).isFalse();
        assertThat(ada.me().path("subscription").path("status").asString()).isEqualTo("active");
        assertThat(receipts(ada)).containsExactly("purchase");
    }

    @Test
    void aPageThatCannotBeClosedIsPaidBack() {
        TestReader ada = SITE.reader("open-tab");
        StandInSession first = HANDS.session(begin(ada));
        HANDS.stripe.desk.closesNothing = true;
        URI second = begin(ada);
        HANDS.stripe.desk.closesNothing = false;
        HANDS.pay(second);
        SHOP.settle(SERVICE);
        HANDS.stripe.desk.pay(first);
        SHOP.settle(SERVICE);
        assertThat(HANDS.kept(second)).containsExactly(900L, 0L);
        assertThat(ada.me().path("subscription").path("status").asString()).isEqualTo("active");
    }

    @Test
    void speaksTheReadersLanguageAndKnowsTheirAddress() {
        TestReader ada = SITE.reader("language");
        assertThat(SITE.api()
                        .put(
                                "/v1/readers/" + ada.ref(),
                                SITE.key(),
                                "{\"locale\":\"fr-CA\",\"email\":\"ada@example.org\"}")
                        .status())
                .isLessThan(300);
        StandInSession session = HANDS.session(begin(ada));
        assertThat(session.locale).isEqualTo("fr-CA");
        assertThat(session.email).isEqualTo("ada@example.org");
    }

    private static URI begin(TestReader reader) {
        return Shop.page(SITE.api().post("/v1/me/subscription", reader.token(), "{\"plan\":\"monthly\"}"));
    }

    @Test
    void answersAndForgetsWhatIsNotOursAndSaysSo() {
        HANDS.stripe.sends(
                "customer.subscription.updated",
                Map.of("object", "subscription", "id", "sub_of_shoes", "metadata", Map.of()));
        HANDS.stripe.sends("charge.refunded", Map.of("object", "charge", "payment_intent", "pi_of_shoes"));
        assertThat(LogLines.of(() -> SHOP.settle(SERVICE), "io.latchkey.payment.sync"))
                .anyMatch(line -> line.endsWith("ignored: of another product or service"));
        assertThat(SHOP.rows(Shop.id(SITE.reader("nobody")), """
            SELECT subject FROM provider_event WHERE applied_at IS NULL
                AND CAST(? AS uuid) IS NOT NULL
            """)).as("waiting").isEmpty();
    }

    private static Answer refund(TestReader reader, JsonNode payment, int amountMinor) {
        return SITE.api()
                .send(SITE.api()
                        .request("/v1/readers/" + reader.ref() + "/refunds", SITE.key())
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "refund-" + amountMinor)
                        .POST(BodyPublishers.ofString("{\"payment\":\"%s\",\"amountMinor\":%d}"
                                .formatted(payment.path("id").asString(), amountMinor)))
                        .build());
    }

    private static List<String> receipts(TestReader reader) {
        return SHOP.rows(Shop.id(reader), "SELECT kind FROM receipt WHERE reader_id = ? ORDER BY 1");
    }
}
