package io.latchkey.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.event.EventRelay;
import io.latchkey.payment.provider.ProviderEvents;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.ByHand;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A whole service that sells through Stripe: from wanting a plan to leaving it. */
class StripeServiceTests {

    private static final StandIn STRIPE = new StandIn();
    private static final TestService SERVICE = TestService.on(
            TestDatabase.fresh(),
            "--latchkey.payment-provider=stripe",
            "--latchkey.stripe.secret-key=" + StripeWiring.KEY,
            "--latchkey.stripe.webhook-secret=" + StandIn.SECRET,
            "--latchkey.stripe.api-base=" + STRIPE.address());
    private static final TestSite SITE = SERVICE.site("stripe-site");

    private int delivered = STRIPE.sent.size();

    @AfterAll
    static void stop() {
        SERVICE.close();
        STRIPE.close();
    }

    @Test
    void sellsAndEnds() {
        SITE.monthlyPlan("monthly", 900, 5);
        TestReader ada = SITE.reader("ada");
        StandInSession session = checkout(ada);
        assertThat(ada.me().path("subscription").isNull()).isTrue();

        STRIPE.desk.pay(session);
        deliver();
        assertThat(subscription(ada).path("status").asString()).isEqualTo("active");
        assertThat(ada.unlockLeft()).isEqualTo(5);
        deliverAgain();
        assertThat(ada.unlockLeft()).isEqualTo(5);

        Answer page = SERVICE.api().post("/v1/me/subscription/payment-method", ada.token(), "{}");
        assertThat(page.status()).as(page.text()).isIn(200, 201);
        assertThat(page.text()).contains("?portal");

        assertThat(ada.cancel("period-end").status()).isEqualTo(201);
        StandInSubscription there = STRIPE.desk.subscription(session.bought());
        ByHand.run(SERVICE.bean(EventRelay.class).run());
        assertThat(there.cancelAtPeriodEnd).isTrue();
        assertThat(subscription(ada).path("status").asString()).isEqualTo("canceled");
    }

    @Test
    void believesNobodyElse() {
        Answer forged = SERVICE.api()
                .send(SERVICE.api()
                        .request("/v1/payments/stripe/events", null)
                        .header("Content-Type", "application/json")
                        .header(StripeSignature.HEADER, "t=1,v1=" + "0".repeat(64))
                        .POST(BodyPublishers.ofString("{}"))
                        .build());
        assertThat(forged.status()).isEqualTo(400);
        assertThat(forged.code()).isEqualTo("invalid-signature");
    }

    @Test
    void tellsTheSiteWhatStripeCannotBill() {
        String odd = """
            {"kind":"subscription","name":"Odd","period":"P1M1D",
             "price":{"amountMinor":%d,"currency":"EUR"}}
            """;
        Answer refused = SITE.api().put("/v1/plans/odd", SITE.key(), odd.formatted(900));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("not-billable");
        assertThat(refused.text()).contains("P1M1D");
        assertThat(SITE.api().get("/v1/plans/odd", SITE.key()).status()).isEqualTo(404);
        Answer free = SITE.api().put("/v1/plans/odd", SITE.key(), odd.formatted(0));
        assertThat(free.status()).as(free.text()).isEqualTo(201);
    }

    /** A discount counts months there. */
    @Test
    void tellsTheReaderThatStripeRefuses() {
        SITE.plan("weekly", """
            {"kind":"subscription","name":"Weekly","period":"P7D",
             "price":{"amountMinor":300,"currency":"EUR"}}
            """);
        Answer code = SITE.api().put("/v1/promo-codes/TWICE", SITE.key(), "{\"percent\":50,\"payments\":2}");
        assertThat(code.status()).as(code.text()).isEqualTo(201);
        Answer refused = SITE.api()
                .post(
                        "/v1/me/subscription",
                        SITE.reader("weekly").token(),
                        "{\"plan\":\"weekly\",\"promoCode\":\"TWICE\"}");
        assertThat(refused.status()).as(refused.text()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("provider-refuses");
    }

    private static StandInSession checkout(TestReader reader) {
        String url = reader.checkout("monthly");
        return STRIPE.desk.session(url.substring(url.lastIndexOf('/') + 1));
    }

    private static JsonNode subscription(TestReader reader) {
        return SERVICE.api().get("/v1/me/subscription", reader.token()).body();
    }

    private void deliverAgain() {
        delivered = 0;
        deliver();
    }

    /** Posts what Stripe sent since, as Stripe would. */
    private void deliver() {
        List<StandIn.Sent> news = STRIPE.sent.stream().skip(delivered).toList();
        delivered += news.size();
        for (StandIn.Sent event : news) {
            Answer answer = SERVICE.api()
                    .send(SERVICE.api()
                            .request("/v1/payments/stripe/events", null)
                            .header("Content-Type", "application/json")
                            .header(
                                    StripeSignature.HEADER,
                                    String.valueOf(event.headers().getFirst(StripeSignature.HEADER)))
                            .POST(BodyPublishers.ofString(event.body()))
                            .build());
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        }
        SERVICE.beans(ProviderEvents.class).forEach(it -> ByHand.run(it.applyDue()));
    }
}
