package io.latchkey.account.home;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.latchkey.payment.sync.PlanSwitch;
import io.latchkey.plan.Plan;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Plans;
import io.latchkey.shared.database.Rows;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.state.PlanPath;
import io.latchkey.subscription.state.Subscription;
import org.jspecify.annotations.Nullable;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What each site offers to readers who are about to cancel. */
@Component
class CancellationOffers {

    private final R2dbcEntityTemplate rows;
    private final Plans plans;
    private final PlanSwitch planSwitch;

    CancellationOffers(R2dbcEntityTemplate rows, Plans plans, PlanSwitch planSwitch) {
        this.rows = rows;
        this.plans = plans;
        this.planSwitch = planSwitch;
    }

    /**
     * An offer that a reader can take.
     *
     * @param plan null when it is a pause
     */
    record Fitting(@Nullable Plan plan) {}

    /** The site's offer, if this reader can take it now. */
    Mono<Fitting> fitting(Visit visit, Contract contract) {
        return get(visit.site().id()).flatMap(offered -> switch (offered.offer()) {
            case CancellationOffer.PAUSE -> contract.may("PAUSE") ? Mono.just(new Fitting(null)) : Mono.empty();
            case CancellationOffer.PLAN ->
                Mono.justOrEmpty(offered.plan())
                        .flatMap(id -> plans.get(visit.site().id(), id))
                        .flatMap(plan -> choosable(visit, contract, plan))
                        .map(Fitting::new);
            default -> Mono.empty();
        });
    }

    private Mono<Plan> choosable(Visit visit, Contract contract, Plan plan) {
        return plan.sold() && plan instanceof SubscriptionPlan it && !dearer(it, contract.subscription())
                ? planSwitch
                        .outlook(visit.reader(), it)
                        .filter(outlook -> outlook.way() == PlanPath.AT_RENEWAL)
                        .map(_ -> plan)
                : Mono.empty();
    }

    /** What costs more is no offer to somebody who wants to leave. */
    private static boolean dearer(SubscriptionPlan plan, Subscription present) {
        return plan.period().equals(present.period())
                && plan.price().amountMinor() > present.price().amountMinor();
    }

    Mono<CancellationOffer> get(SiteId site) {
        return rows.selectOne(query(where("site_id").is(site)), CancellationOffer.class)
                .defaultIfEmpty(CancellationOffer.NONE);
    }

    /** Refuses a plan that is not sold. */
    Mono<Void> put(SiteId site, CancellationOffer offer) {
        if (offer.equals(CancellationOffer.NONE)) {
            return rows.delete(query(where("site_id").is(site)), CancellationOffer.class)
                    .then();
        }
        PlanId plan = offer.plan();
        return (plan == null ? Mono.empty() : plans.getSold(site, plan))
                .then(rows.getDatabaseClient()
                        .sql("""
                            INSERT INTO cancellation_offer (site_id, offer, plan_id)
                            VALUES (:site, :offer, :plan_id)
                            ON CONFLICT (site_id) DO UPDATE SET
                                offer = excluded.offer, plan_id = excluded.plan_id
                            """)
                        .bind("site", site.value())
                        .bindValues(Rows.parameters(rows, offer))
                        .then());
    }
}
