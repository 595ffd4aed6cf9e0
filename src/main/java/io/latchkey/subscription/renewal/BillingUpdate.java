package io.latchkey.subscription.renewal;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.Site;
import io.latchkey.subscription.billing.BillingState;
import io.latchkey.subscription.leaving.CancellationOrder;
import io.latchkey.subscription.leaving.CancellationReceipts;
import io.latchkey.subscription.state.BillingStep;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionFact;
import io.latchkey.subscription.state.Transition;
import io.latchkey.subscription.transition.Subscriptions;
import io.latchkey.subscription.transition.Transitions;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Brings a subscription into line with what its provider says of it. */
@Component
public class BillingUpdate {

    private final Subscriptions subscriptions;
    private final Transitions transitions;
    private final CancellationReceipts receipts;
    private final Clock clock;

    BillingUpdate(Subscriptions subscriptions, Transitions transitions, CancellationReceipts receipts, Clock clock) {
        this.subscriptions = subscriptions;
        this.transitions = transitions;
        this.receipts = receipts;
        this.clock = clock;
    }

    /**
     * Makes the step that this asks for; joins the transaction that is under way.
     *
     * @param wishesWait whether the reader wished something that the provider does not know yet
     */
    public Mono<Subscription> apply(ReaderKey reader, UUID id, BillingState there, boolean wishesWait) {
        return transitions.unit(reader, subscriptions.locked(reader, id), (here, site) -> {
            Transition step = BillingStep.of(here, there, wishesWait, clock.now(), Ids.next());
            return step.tells(SubscriptionFact.CANCELED)
                    ? canceledThere(step, here, site)
                    : transitions.make(step, here, site);
        });
    }

    /** It was canceled at the provider: the reader gets the same receipt as for their own word. */
    private Mono<Subscription> canceledThere(Transition step, Subscription here, Site site) {
        CancellationOrder order = CancellationOrder.byProvider(clock.now());
        return transitions.make(
                step,
                here,
                site,
                Mono.defer(() -> receipts.add(step.next(), order)).thenReturn(step.next()));
    }
}
