package io.latchkey.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A withdrawal holds here at once; the money goes back when the provider returns. */
class WithdrawalAwayTests {

    private static final TestService SERVICE = TestService.with(UnreliableSandbox.class, TestDatabase.fresh());

    private final TestSite site = SERVICE.site("withdrawing").monthlyPlan("monthly", 900, 3);

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @AfterEach
    void everythingIsBack() {
        UnreliableSandbox.back(SERVICE);
    }

    @Test
    void withdrawsHereAtOnceAndPaysBackOnceWhenTheProviderReturns() {
        TestSubscriber ada = TestSubscriber.of(site.reader("ada"), "monthly");
        UnreliableSandbox.down("*");
        Answer receipt = SERVICE.api()
                .post("/v1/me/subscription/withdrawal", ada.reader().token());
        assertThat(receipt.status()).as(receipt.text()).isEqualTo(201);
        assertThat(ada.status()).isEqualTo("expired");
        UnreliableSandbox.relay(SERVICE);
        assertThat(refundedMinor()).isZero();

        UnreliableSandbox.back(SERVICE);
        UnreliableSandbox.back(SERVICE);
        assertThat(refundedMinor()).isEqualTo(900);
        assertThat(SERVICE.api().get(ada.checkout(), null).text()).contains("Ended ");
        assertThat(SERVICE.api().get("/v1/me/receipts", ada.reader().token()).text())
                .containsOnlyOnce("\"kind\":\"withdrawal\"")
                .containsOnlyOnce("\"kind\":\"refund\"");
    }

    private int refundedMinor() {
        return SERVICE.api()
                .get("/v1/readers/ada/payments", site.key())
                .body()
                .path("items")
                .path(0)
                .path("refundedMinor")
                .asInt(-1);
    }
}
