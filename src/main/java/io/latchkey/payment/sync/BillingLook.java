package io.latchkey.payment.sync;

import io.latchkey.payment.money.BilledSubscriptions;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.subscription.leaving.BillingWord;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Looks at the provider while a reader waits, and no longer than readers like to. */
@Component
class BillingLook implements BillingWord {

    private static final Logger LOG = LoggerFactory.getLogger(BillingLook.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final BilledSubscriptions ties;
    private final Synchronisation synchronisation;

    BillingLook(BilledSubscriptions ties, Synchronisation synchronisation) {
        this.ties = ties;
        this.synchronisation = synchronisation;
    }

    @Override
    public Mono<Void> hear(ReaderKey reader, UUID subscription) {
        return ties.of(reader, subscription)
                .flatMap(tie -> synchronisation.atSubscription(tie.ref()))
                .timeout(PATIENCE)
                .onErrorResume(error -> {
                    LOG.info("subscription {} not looked at: {}", subscription, error.toString());
                    return Mono.empty();
                });
    }
}
