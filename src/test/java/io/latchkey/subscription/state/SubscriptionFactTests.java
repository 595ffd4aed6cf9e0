package io.latchkey.subscription.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.subscription.state.SubscriptionFact.Changed;
import io.latchkey.subscription.state.SubscriptionFact.Chosen;
import io.latchkey.subscription.state.SubscriptionFact.Ended;
import io.latchkey.subscription.state.SubscriptionFact.Failed;
import io.latchkey.subscription.state.SubscriptionFact.Priced;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What webhooks are told of a subscription. */
class SubscriptionFactTests {

    private static final Set<SubscriptionFact> OF_THEIR_OWN = EnumSet.of(
            SubscriptionFact.PAYMENT_FAILED,
            SubscriptionFact.PLAN_CHOSEN,
            SubscriptionFact.PRICE_SCHEDULED,
            SubscriptionFact.TAKEN_BACK);

    private final Subscription running = SubscriptionLife.begun(false);

    @ParameterizedTest
    @EnumSource
    void tellsWhatTheListSaysAndMostlyHowItStands(SubscriptionFact fact) {
        Record told = fact.of(running);

        assertThat(told).isInstanceOf(fact.entry().data());
        if (!OF_THEIR_OWN.contains(fact)) {
            assertThat(told)
                    .isEqualTo(new Changed(running.id(), running.plan(), running.status(), running.paidUntil()));
        }
    }

    @Test
    void tellsWhenAPaymentIsTriedAgainIfItIs() {
        Instant again = SubscriptionLife.START.plusSeconds(60);
        Subscription failed =
                running.change().arrears(new Arrears(again, null, null)).build();

        assertThat(SubscriptionFact.PAYMENT_FAILED.of(failed))
                .isEqualTo(new Failed(failed.id(), failed.plan(), failed.status(), failed.paidUntil(), again));
        assertThat(SubscriptionFact.PAYMENT_FAILED.of(running))
                .isEqualTo(new Failed(running.id(), running.plan(), running.status(), running.paidUntil(), null));
    }

    @Test
    void tellsOfWhatIsToComeInItsPlace() {
        Subscription chosen = running.choosing(SubscriptionLife.YEARLY);

        assertThat(SubscriptionFact.PLAN_CHOSEN.of(chosen))
                .isEqualTo(new Chosen(chosen.id(), chosen.plan(), SubscriptionLife.YEARLY.id()));
        assertThat(SubscriptionFact.PRICE_SCHEDULED.of(chosen))
                .isEqualTo(
                        new Priced(chosen.id(), chosen.plan(), SubscriptionLife.YEARLY.price(), running.paidUntil()));
        assertThat(SubscriptionFact.TAKEN_BACK.of(running)).isEqualTo(new Ended(running.id(), running.plan()));
    }
}
