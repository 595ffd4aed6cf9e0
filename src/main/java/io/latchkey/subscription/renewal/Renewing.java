package io.latchkey.subscription.renewal;

import io.latchkey.shared.time.Clock;
import io.latchkey.site.Site;
import io.latchkey.subscription.state.Deadlines;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionFact;
import io.latchkey.subscription.state.Transition;
import io.latchkey.subscription.transition.Leniency;
import io.latchkey.subscription.transition.Transitions;
import java.time.Instant;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What the passing of time does to subscriptions. */
@Component
public class Renewing {

    private final Transitions transitions;
    private final Leniency leniency;
    private final Clock clock;

    Renewing(Transitions transitions, Leniency leniency, Clock clock) {
        this.transitions = transitions;
        this.leniency = leniency;
        this.clock = clock;
    }

    /** Nobody bills it: the next period begins. */
    public Mono<Subscription> renew(Subscription subscription) {
        return due(
                subscription,
                (locked, site) -> Transition.to(locked.renewed(site.timeZone()), SubscriptionFact.RENEWED));
    }

    /** The provider said nothing of a payment that is due; looked for again in a while. */
    public Mono<Subscription> lookedInVain(Subscription subscription) {
        return due(subscription, (locked, site) -> Transition.untold(locked.lookedInVain(nextLook(locked, site))));
    }

    /**
     * The provider has said nothing of the next period for longer than is waited. Not the reader's
     * fault, so no letter says that a payment failed.
     */
    public Mono<Subscription> overdue(Subscription subscription) {
        return due(
                subscription,
                (locked, site) -> Transition.to(locked.overdue(nextLook(locked, site)), SubscriptionFact.OVERDUE));
    }

    private Instant nextLook(Subscription locked, Site site) {
        return leniency.at(site).nextLook(locked, clock.now());
    }

    /** The paid time or the grace is over. */
    public Mono<Subscription> end(Subscription subscription) {
        return due(subscription, (locked, _) -> Transition.to(locked.ended(clock.now()), SubscriptionFact.EXPIRED));
    }

    /** A pause is over. */
    public Mono<Subscription> resume(Subscription subscription) {
        return due(subscription, (locked, _) -> Transition.to(locked.resumed(clock.now()), SubscriptionFact.RESUMED));
    }

    /** Does what was seen to be due, unless another replica does or the moment has passed. */
    private Mono<Subscription> due(Subscription seen, Transitions.Step step) {
        return transitions.stepIfFree(seen.reader(), seen.id(), (locked, site) -> stillDue(locked, site, seen), step);
    }

    private boolean stillDue(Subscription locked, Site site, Subscription seen) {
        return locked.status() == seen.status()
                && leniency.at(site).dueNow(locked, clock.now()) != Deadlines.Due.NOTHING;
    }
}
