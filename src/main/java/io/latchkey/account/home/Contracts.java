package io.latchkey.account.home;

import io.latchkey.plan.Plan;
import io.latchkey.plan.Plans;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.transition.Leniency;
import io.latchkey.subscription.transition.Subscriptions;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Readers' subscriptions as the pages tell of them. */
@Component
class Contracts {

    private final Subscriptions subscriptions;
    private final Plans plans;
    private final Leniency leniency;

    Contracts(Subscriptions subscriptions, Plans plans, Leniency leniency) {
        this.subscriptions = subscriptions;
        this.plans = plans;
        this.leniency = leniency;
    }

    /** The present one or the last; empty when there never was one. */
    Mono<Contract> of(Visit visit) {
        return subscriptions.latest(visit.reader()).flatMap(latest -> of(visit, latest));
    }

    /** This one. */
    Mono<Contract> of(Visit visit, Subscription subscription) {
        return plans.get(visit.site().id(), subscription.plan())
                .map(Plan::name)
                .zipWhen(_ ->
                        plans.get(visit.site().id(), subscription.renewalPlan()).map(Plan::name))
                .map(names -> new Contract(
                        subscription,
                        names.getT1(),
                        names.getT2(),
                        leniency.at(visit.site()).openUntil(subscription)));
    }
}
