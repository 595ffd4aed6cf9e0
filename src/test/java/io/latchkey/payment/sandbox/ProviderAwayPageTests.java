package io.latchkey.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.account.home.Desk;
import io.latchkey.payment.provider.ProviderEvents;
import io.latchkey.testing.ByHand;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** The account while the provider is away: leaving works, paying says why it does not (rule 7). */
class ProviderAwayPageTests {

    private static final TestService SERVICE = TestService.with(UnreliableSandbox.class, TestDatabase.fresh());

    private final TestSite site =
            SERVICE.site("away-page").monthlyPlan("monthly", 900, 3).monthlyPlan("better", 1_900, 5);

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @Test
    void leavingWorksAndPayingSaysWhyItDoesNot() {
        TestSubscriber ada = TestSubscriber.of(site.reader("ada"), "monthly");
        Desk desk = Desk.of(ada.reader());
        UnreliableSandbox.down("*");
        String away = "role=\"alert\">The payment service does not answer.";
        assertThat(desk.sent("/plan", "plan=better")).contains(away);
        assertThat(desk.page("/?problem=provider-unavailable")).contains(away);
        assertThat(desk.look("/payment-method").headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("?problem=provider-unavailable"));
        assertThat(desk.sent("/cancel", "")).contains("Your subscription is cancelled");
        assertThat(ada.status()).isEqualTo("canceled");
        assertThat(desk.sent("/undo", "")).contains("The cancellation is undone.");
        desk.send("/cancel", "");
        UnreliableSandbox.back(SERVICE);
        assertThat(SERVICE.api().get(ada.checkout(), null).text()).contains("Ends ");
    }

    /** Nothing is promised that nobody does, and what was done is not done twice. */
    @Test
    void stayingForLessIsTakenWhenTheProviderDoesItAndOnce() {
        offers("{\"percent\":50,\"payments\":1,\"redemptions\":1}");
        TestSubscriber bob = TestSubscriber.of(site.reader("bob"), "monthly");
        TestSubscriber cat = TestSubscriber.of(site.reader("cat"), "monthly");
        UnreliableSandbox.relay(SERVICE);
        UnreliableSandbox.down("*");
        assertThat(Desk.of(bob.reader()).sent("/stay", "")).contains("The payment service does not answer.");
        assertThat(nextMinor(bob)).isEqualTo(900);
        UnreliableSandbox.back(SERVICE);
        // Nobody holds the code whom the provider did not hear.
        UnreliableSandbox.unheard("reduce");
        assertThat(Desk.of(cat.reader()).sent("/stay", "")).contains("role=\"alert\"");
        assertThat(Desk.of(bob.reader()).sent("/stay", "")).contains("used as often as it can be");
        UnreliableSandbox.back(SERVICE);
        UnreliableSandbox.relay(SERVICE);
        for (int click = 0; click < 2; click++) {
            assertThat(Desk.of(cat.reader()).sent("/stay", "")).contains("pay less from your next payment on");
            assertThat(nextMinor(cat)).isEqualTo(450);
        }
        assertThat(nextMinor(bob)).isEqualTo(900);
    }

    /** It is done, and nobody knows: neither another failure nor a change of mind loses that. */
    @Test
    void whatWasNotAnsweredIsHeldUntilItIsAskedAgain() {
        offers("{\"percent\":50,\"redemptions\":1}");
        TestSubscriber dan = TestSubscriber.of(site.reader("dan"), "monthly");
        Desk desk = Desk.of(dan.reader());
        UnreliableSandbox.relay(SERVICE);
        UnreliableSandbox.unheard("reduce");
        desk.send("/stay", "");
        assertThat(desk.page("/cancel")).contains("Pay less instead");
        UnreliableSandbox.down("*");
        desk.send("/stay", "");
        assertThat(reserved()).isEqualTo(1);
        UnreliableSandbox.back(SERVICE);
        ByHand.run(SERVICE.bean(ProviderEvents.class).applyDue());
        assertThat(nextMinor(dan)).isEqualTo(450);
        // Whoever cancels meanwhile does not stay.
        desk.send("/cancel", "");
        assertThat(desk.sent("/stay", "")).contains("does not allow this at the moment");
        desk.send("/undo", "");
        UnreliableSandbox.relay(SERVICE);
        assertThat(desk.sent("/stay", "")).contains("pay less from your next payment on");
        assertThat(reserved()).isZero();
        assertThat(nextMinor(dan)).isEqualTo(450);
    }

    /** Both reach the provider before either has noted what it did. */
    @Test
    void twoClicksAtOnceAreToldOfOnce() {
        offers("{\"percent\":50}");
        TestSubscriber eve = TestSubscriber.of(site.reader("eve"), "monthly");
        Desk desk = Desk.of(eve.reader());
        UnreliableSandbox.relay(SERVICE);
        AtomicBoolean clicked = new AtomicBoolean();
        UnreliableSandbox.meanwhile(
                "reduce",
                Mono.defer(() -> clicked.getAndSet(true)
                        ? Mono.empty()
                        : Mono.fromFuture(desk.postAsync("/stay", "")).then()));
        assertThat(desk.send("/stay", "")).endsWith("done=discounted");
        UnreliableSandbox.back(SERVICE);
        assertThat(SERVICE.bean(DatabaseClient.class)
                        .sql("SELECT count(*) FROM event WHERE site_id = :site AND type = 'subscription.discounted'")
                        .bind("site", site.id())
                        .mapValue(Long.class)
                        .one()
                        .block(Duration.ofSeconds(30)))
                .isEqualTo(1);
    }

    private void offers(String discount) {
        site.promoCode("STAY", discount);
        SERVICE.api().put("/v1/site/cancellation-offer", site.key(), "{\"offer\":\"discount\",\"code\":\"STAY\"}");
    }

    private int reserved() {
        return SERVICE.api()
                .get("/v1/promo-codes/STAY", site.key())
                .body()
                .path("reserved")
                .asInt();
    }

    private static int nextMinor(TestSubscriber reader) {
        return reader.subscription().path("nextCharge").path("amountMinor").asInt();
    }
}
