package io.latchkey.subscription.declaration;

import io.latchkey.plan.Plans;
import io.latchkey.reader.identity.EmailAddress;
import io.latchkey.reader.identity.Readers;
import io.latchkey.site.Sites;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.transition.Subscriptions;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The contracts that declarations seem to be about, which name no more than an address. */
@Component
class DeclaredContracts {

    private final Subscriptions subscriptions;
    private final Readers readers;
    private final Plans plans;
    private final Sites sites;

    DeclaredContracts(Subscriptions subscriptions, Readers readers, Plans plans, Sites sites) {
        this.subscriptions = subscriptions;
        this.readers = readers;
        this.plans = plans;
        this.sites = sites;
    }

    /** The contract of the one reader with this address, if it has not ended. */
    Mono<DeclaredContract> of(Declaration declaration) {
        return Mono.justOrEmpty(EmailAddress.in(declaration.facts().email()))
                .flatMap(address -> readers.keyWithEmail(declaration.site(), address))
                .flatMap(subscriptions::latest)
                .filter(latest -> latest.status().live())
                .flatMap(this::of);
    }

    private Mono<DeclaredContract> of(Subscription subscription) {
        return Mono.zip(
                        plans.get(subscription.reader().site(), subscription.plan()),
                        readers.find(subscription.reader()),
                        sites.get(subscription.reader().site()))
                .map(all -> new DeclaredContract(
                        subscription,
                        all.getT1().name(),
                        all.getT2().ref() == null ? null : all.getT2().ref().value(),
                        all.getT3().timeZone()));
    }
}
