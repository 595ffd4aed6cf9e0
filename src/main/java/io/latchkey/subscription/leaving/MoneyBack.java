package io.latchkey.subscription.leaving;

import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.subscription.state.Subscription;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** What of a withdrawal is a matter of money: the room that takes it implements this. */
public interface MoneyBack {

    /**
     * Has paid back what was paid for a subscription, as its site's setting wants it; called in the
     * transaction that ends it.
     *
     * @param at when the reader withdrew from it
     * @return what goes back
     */
    Mono<Price> payBack(Subscription withdrawn, Instant at);

    /** Whether the reader paid for something else since then, that they could mean as well. */
    Mono<Boolean> paidForOthersSince(ReaderKey reader, Instant since);
}
