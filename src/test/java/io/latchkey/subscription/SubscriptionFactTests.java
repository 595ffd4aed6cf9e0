package io.latchkey.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What webhooks are told of a subscription. */
class SubscriptionFactTests {

    private static final Set<SubscriptionFact> OF_THEIR_OWN =
            EnumSet.of(SubscriptionFact.PLAN_CHOSEN, SubscriptionFact.PRICE_SCHEDULED, SubscriptionFact.TAKEN_BACK);

    private final Subscription running = SubscriptionLife.begun(false);

    @ParameterizedTest
    @EnumSource
    void tellsHowItStands(SubscriptionFact fact) {
        if (!OF_THEIR_OWN.contains(fact)) {
            assertThat(fact.data(running)).containsOnlyKeys("subscription", "plan", "status", "paidUntil");
        }
        assertThat(fact.data(running)).containsEntry("subscription", running.id());
        assertThat(fact.data(running)).containsEntry("plan", running.plan());
    }

    @Test
    void tellsWhenAPaymentIsTriedAgainIfItIs() {
        Instant again = SubscriptionLife.START.plusSeconds(60);
        Subscription failed = running.change().retryAt(again).done();

        assertThat(SubscriptionFact.PAYMENT_FAILED.data(failed)).containsEntry("retryAt", again);
        assertThat(SubscriptionFact.RECOVERED.data(failed)).doesNotContainKey("retryAt");
    }

    @Test
    void tellsOfWhatIsToComeInItsPlace() {
        Subscription chosen = running.choosing(SubscriptionLife.YEARLY);

        assertThat(SubscriptionFact.PLAN_CHOSEN.data(chosen))
                .containsOnlyKeys("subscription", "plan", "renewalPlan")
                .containsEntry("renewalPlan", SubscriptionLife.YEARLY.id());
        assertThat(SubscriptionFact.PRICE_SCHEDULED.data(chosen))
                .containsOnlyKeys("subscription", "plan", "price", "from")
                .containsEntry("price", SubscriptionLife.YEARLY.price())
                .containsEntry("from", running.paidUntil());
        assertThat(SubscriptionFact.TAKEN_BACK.data(running)).containsOnlyKeys("subscription", "plan");
    }
}
