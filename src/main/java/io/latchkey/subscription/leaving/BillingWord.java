package io.latchkey.subscription.leaving;

import io.latchkey.reader.identity.ReaderKey;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * Whoever bills subscriptions, asked before something is decided that hangs on what they have
 * billed already.
 */
public interface BillingWord {

    /**
     * Brings a subscription into line with what is billed. Waits for a moment only and never fails:
     * what could not be heard now is heard later.
     */
    Mono<Void> hear(ReaderKey reader, UUID subscription);
}
