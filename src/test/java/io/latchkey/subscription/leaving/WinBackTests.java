package io.latchkey.subscription.leaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.MovingTime;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A reader who left comes back: a new contract, beside the memory of the old one. */
class WinBackTests {

    private final TestSite site = MovingTime.service()
            .site("back")
            .settings("\"graceDays\":3")
            .article("dossier", "subscribers")
            .article("essay", "premium", "business")
            .plan("tried", """
                {"kind":"subscription","name":"Tried","period":"P1M","trial":"P14D",
                 "price":{"amountMinor":900,"currency":"EUR"},
                 "tiers":["standard"],"unlocksPerPeriod":3}
                """);
    private final TestReader ada = site.reader("ada");

    @Test
    void whoLeftAndComesBackPaysAtOnceAndKeepsWhatTheyHad() {
        TestSubscriber first = TestSubscriber.of(ada, "tried");
        assertThat(first.status()).isEqualTo("trialing");
        assertThat(ada.unlock("essay").status()).isEqualTo(201);
        MovingTime.advance("P1M");
        assertThat(first.cancel("period-end").status()).isEqualTo(201);
        String former = first.is("id");
        MovingTime.advance("P3M");
        assertThat(first.status()).isEqualTo("expired");
        assertThat(ada.reason("dossier")).isEqualTo("subscription-required");

        TestSubscriber again = TestSubscriber.of(ada, "tried");
        assertThat(again.status()).isEqualTo("active");
        assertThat(again.is("id")).isNotEqualTo(former);
        assertThat(again.subscription().hasNonNull("trialEnd"))
                .as("a trial once")
                .isFalse();
        assertThat(again.paidUntil()).isAfter(MovingTime.now());
        assertThat(ada.reason("dossier")).isEqualTo("plan");
        assertThat(ada.reason("essay")).as("unlocked is unlocked").isEqualTo("unlocked");
        assertThat(ada.unlockLeft()).isEqualTo(3);
        assertThat(receipts()).containsExactly("purchase", "cancellation", "purchase");

        MovingTime.advanceTo(again.paidUntil());
        assertThat(again.status()).as("renews again").isEqualTo("active");
        assertThat(again.cancel("now").status()).isEqualTo(201);
        assertThat(receipts()).containsExactly("cancellation", "purchase", "purchase", "cancellation", "purchase");
    }

    @Test
    void whoDidNotPayAndComesBackOwesNothing() {
        TestSubscriber first = TestSubscriber.of(ada, "tried").card("declines");
        MovingTime.advance("P2M");
        assertThat(first.status()).isEqualTo("expired");
        first.card("pays");
        TestSubscriber again = TestSubscriber.of(ada, "tried");
        MovingTime.advance("P1D");
        assertThat(again.status()).isEqualTo("active");
        assertThat(receipts()).containsExactly("purchase");
    }

    private List<String> receipts() {
        return site.api()
                .get("/v1/me/receipts", ada.token())
                .body()
                .path("items")
                .valueStream()
                .map((JsonNode receipt) -> receipt.path("kind").asString())
                .toList();
    }
}
