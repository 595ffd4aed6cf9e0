package io.latchkey.account.home;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.latchkey.payment.promo.PromoCodeId;
import io.latchkey.payment.promo.Promos;
import io.latchkey.payment.sync.PlanSwitch;
import io.latchkey.payment.sync.Retention;
import io.latchkey.payment.sync.Retention.Saving;
import io.latchkey.plan.Plan;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Plans;
import io.latchkey.shared.database.Rows;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.state.PlanPath;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionProblem;
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
    private final Promos promos;
    private final Retention retention;

    CancellationOffers(
            R2dbcEntityTemplate rows, Plans plans, PlanSwitch planSwitch, Promos promos, Retention retention) {
        this.rows = rows;
        this.plans = plans;
        this.planSwitch = planSwitch;
        this.promos = promos;
        this.retention = retention;
    }

    /**
     * An offer that a reader can take.
     *
     * @param plan another plan; null when it is none
     * @param saving less for the present plan; null when it is not that
     */
    record Fitting(@Nullable Plan plan, @Nullable Saving saving) {

        /** Whether it is a pause. */
        public boolean pause() {
            return plan == null && saving == null;
        }
    }

    /** The site's offer, if this reader can take it now. */
    Mono<Fitting> fitting(Visit visit, Contract contract) {
        return get(visit.site().id()).flatMap(offered -> switch (offered.offer()) {
            case CancellationOffer.PAUSE -> contract.may("PAUSE") ? Mono.just(new Fitting(null, null)) : Mono.empty();
            case CancellationOffer.PLAN ->
                Mono.justOrEmpty(offered.plan())
                        .flatMap(id -> plans.get(visit.site().id(), id))
                        .flatMap(plan -> choosable(visit, contract, plan))
                        .map(plan -> new Fitting(plan, null));
            case CancellationOffer.DISCOUNT ->
                Mono.justOrEmpty(offered.code())
                        .flatMap(code -> retention.look(visit.reader(), code))
                        .map(saving -> new Fitting(null, saving));
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

    /** Refuses a plan that is not sold, and a code that there is not. */
    Mono<Void> put(SiteId site, CancellationOffer offer) {
        if (offer.equals(CancellationOffer.NONE)) {
            return rows.delete(query(where("site_id").is(site)), CancellationOffer.class)
                    .then();
        }
        return known(site, offer)
                .then(rows.getDatabaseClient()
                        .sql("""
                            INSERT INTO cancellation_offer (site_id, offer, plan_id, code)
                            VALUES (:site, :offer, :plan_id, :code)
                            ON CONFLICT (site_id) DO UPDATE SET offer = excluded.offer,
                                plan_id = excluded.plan_id, code = excluded.code
                            """)
                        .bind("site", site.value())
                        .bindValues(Rows.parameters(rows, offer))
                        .then());
    }

    private Mono<Void> known(SiteId site, CancellationOffer offer) {
        PlanId plan = offer.plan();
        PromoCodeId code = offer.code();
        return (plan == null ? Mono.empty() : plans.getSold(site, plan))
                .then(code == null ? Mono.empty() : promos.require(site, code));
    }

    /** Takes the discount that stands beside the button, if one does. */
    Mono<Void> takeDiscount(Visit visit) {
        return get(visit.site().id())
                .flatMap(offered -> Mono.justOrEmpty(offered.code()))
                .switchIfEmpty(Mono.error(SubscriptionProblem.NOT_POSSIBLE_NOW::problem))
                .flatMap(code -> retention.take(visit.reader(), code));
    }
}
