package io.latchkey.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.account.home.Desk;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

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
}
