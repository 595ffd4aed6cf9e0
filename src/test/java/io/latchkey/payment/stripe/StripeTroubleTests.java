package io.latchkey.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.payment.provider.Shop;
import io.latchkey.payment.stripe.StandIn.Trouble;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stripe hangs up, says that it is broken, answers late or nonsense while a reader cancels (rule 7). */
class StripeTroubleTests {

    private static final String DATABASE = TestDatabase.fresh();
    private static final StripeHands HANDS = new StripeHands(DATABASE);
    private static final TestService SERVICE = HANDS.service(null);
    private static final Shop SHOP = new Shop(HANDS, DATABASE);
    private static final TestSite SITE =
            SERVICE.site("trouble").article("dossier", "subscribers").monthlyPlan("monthly", 900, 3);

    @AfterAll
    static void stop() {
        SHOP.close();
        HANDS.close();
    }

    @AfterEach
    void putRight() {
        HANDS.stripe.trouble(Trouble.NONE);
    }

    @ParameterizedTest
    @CsvSource({"CUT, period-end", "ERROR, now", "ERROR, period-end", "LATE, period-end", "NONSENSE, now"})
    void aCancellationHoldsAtOnceAndIsDeliveredWhenStripeIsBack(Trouble trouble, String effective) {
        TestReader ada = SITE.reader(trouble + "-" + effective);
        URI page = SHOP.subscribed(SERVICE, ada);
        boolean now = "now".equals(effective);

        HANDS.stripe.trouble(trouble);
        Answer receipt = ada.cancel(effective);
        assertThat(receipt.status()).as(receipt.text()).isEqualTo(201);
        SHOP.relay(SERVICE);
        assertThat(status(ada)).isEqualTo(now ? "expired" : "canceled");
        assertThat(ada.reason("dossier")).isEqualTo(now ? "subscription-required" : "plan");
        assertThat(waiting(ada)).isEqualTo(1);

        HANDS.stripe.trouble(Trouble.NONE);
        SHOP.settle(SERVICE);
        assertThat(HANDS.standings(page)).containsExactly(now ? "ended" : "ending");
        assertThat(waiting(ada)).isZero();
        assertThat(ada.cancel(effective).body()).isEqualTo(receipt.body());
        assertThat(SHOP.rows(Shop.id(ada), "SELECT kind FROM receipt WHERE reader_id = ? ORDER BY 1"))
                .containsExactly("cancellation", "purchase");
        assertThat(HANDS.kept(page)).containsExactly(900L);
    }

    private static String status(TestReader reader) {
        return reader.me().path("subscription").path("status").asString();
    }

    private static int waiting(TestReader reader) {
        return SHOP.rows(Shop.id(reader), """
            SELECT consumer FROM event_queue
            WHERE reader_id = ? AND last_position <> done_position
            """).size();
    }
}
