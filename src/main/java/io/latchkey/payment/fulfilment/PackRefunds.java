package io.latchkey.payment.fulfilment;

import io.latchkey.metering.Grants;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.ReaderLock;
import io.latchkey.site.PackRefundRules.TakeBack;
import io.latchkey.site.Sites;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Takes the unlocks of a pack back that was paid back, as its site wants it. */
@Component
class PackRefunds {

    private final Sites sites;
    private final Grants grants;
    private final FulfilmentFacts facts;
    private final ReaderLock lock;

    PackRefunds(Sites sites, Grants grants, FulfilmentFacts facts, ReaderLock lock) {
        this.sites = sites;
        this.grants = grants;
        this.facts = facts;
        this.lock = lock;
    }

    /**
     * Money of a pack went back. What is spent stays spent, and open. Told again, or late, or in
     * another order, it takes back no more; nothing is given again when the sum falls.
     *
     * @param origin of the pack's grant
     * @param paid what the reader paid for it
     * @param refundedMinor what of it was paid back until now
     */
    Mono<Void> refunded(ReaderKey reader, String origin, Price paid, long refundedMinor) {
        return lock.transaction(
                reader,
                sites.get(reader.site())
                        .map(site -> site.packRefunds().takeBack())
                        .flatMap(setting -> keep(reader, origin, paid, refundedMinor, setting)));
    }

    private Mono<Void> keep(ReaderKey reader, String origin, Price paid, long refundedMinor, TakeBack setting) {
        return grants.given(reader, origin)
                .map(given -> new PackRefund(given, paid, refundedMinor).keeps(setting))
                .flatMap(amount -> grants.shrink(reader, origin, amount))
                .flatMap(takenBack -> facts.takenBack(reader, origin, takenBack));
    }
}
