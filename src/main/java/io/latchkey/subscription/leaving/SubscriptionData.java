package io.latchkey.subscription.leaving;

import io.latchkey.reader.data.ExportList;
import io.latchkey.reader.data.ReaderData;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.subscription.billing.Effective;
import io.latchkey.subscription.transition.SubscriptionBody;
import io.latchkey.subscription.transition.Subscriptions;
import io.latchkey.subscription.transition.WaitingGifts;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What this room holds about a reader, for taking along and erasing: first, because what it ends is
 * receipted, and the receipt is erased with the others and told of by a last letter.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class SubscriptionData implements ReaderData {

    private final Subscriptions subscriptions;
    private final WaitingGifts waiting;
    private final Cancellation cancellation;

    SubscriptionData(Subscriptions subscriptions, WaitingGifts waiting, Cancellation cancellation) {
        this.subscriptions = subscriptions;
        this.waiting = waiting;
        this.cancellation = cancellation;
    }

    @Override
    public List<ExportList> export(ReaderKey reader) {
        return List.of(ExportList.paged(
                "subscriptions",
                null,
                page -> subscriptions.page(reader, page).map(found -> found.map(SubscriptionBody::of))));
    }

    /**
     * Ends what is live, with a receipt, so that nobody who was erased is billed. The rows stay
     * without identity: a trial is not refilled.
     */
    @Override
    public Mono<Void> erase(ReaderKey reader) {
        return waiting.drop(reader)
                .then(subscriptions.latest(reader))
                .filter(latest -> latest.status().live())
                .flatMap(_ -> cancellation.cancel(reader, Effective.NOW, null))
                .then();
    }
}
