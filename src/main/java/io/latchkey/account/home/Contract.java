package io.latchkey.account.home;

import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionStatus.Action;
import io.latchkey.subscription.transition.SubscriptionBody;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reader's subscription with the names of its plans.
 *
 * @param plan what readers see the present plan called
 * @param next what the next period's is called
 * @param openUntil until when its articles are open, whatever happens; null when they are not
 */
public record Contract(
        Subscription subscription,
        String plan,
        String next,
        @Nullable Instant openUntil) {

    /** As the contract writes it. */
    public SubscriptionBody body() {
        return SubscriptionBody.of(subscription);
    }

    /** Whether the provider gave up on it: it is to be bought again. */
    public boolean givenUp() {
        return subscription.givenUp();
    }

    /** Whether it is not over. */
    public boolean live() {
        return subscription.status().live();
    }

    /** Whether what the reader may wish for is possible now. */
    public boolean may(String action) {
        Action wish = Action.valueOf(action);
        boolean reached = wish == Action.CANCEL || !subscription.endedThere();
        return reached && subscription.status().allows(wish);
    }

    /** Whether the next period is another plan's or at another price. */
    public boolean changes() {
        return body().nextPlan() != null || body().nextPrice() != null;
    }
}
