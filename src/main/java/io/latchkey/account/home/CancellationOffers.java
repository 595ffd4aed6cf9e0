package io.latchkey.account.home;

import static io.latchkey.shared.Bindings.orNull;

import io.latchkey.payment.PlanSwitch;
import io.latchkey.plan.Plan;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Plans;
import io.latchkey.shared.Row;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.PlanPath;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What each site offers to readers who are about to cancel. */
@Component
class CancellationOffers {

    private final DatabaseClient database;
    private final Plans plans;
    private final PlanSwitch planSwitch;

    CancellationOffers(DatabaseClient database, Plans plans, PlanSwitch planSwitch) {
        this.database = database;
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
                        .flatMap(plan -> choosable(visit, plan))
                        .map(Fitting::new);
            default -> Mono.empty();
        });
    }

    private Mono<Plan> choosable(Visit visit, Plan plan) {
        return plan.sold() && plan instanceof SubscriptionPlan it
                ? planSwitch
                        .outlook(visit.reader(), it)
                        .filter(outlook -> outlook.way() == PlanPath.AT_ONCE || outlook.way() == PlanPath.AT_RENEWAL)
                        .map(_ -> plan)
                : Mono.empty();
    }

    Mono<CancellationOffer> get(SiteId site) {
        return database.sql("SELECT offer, plan_id FROM cancellation_offer WHERE site_id = :site")
                .bind("site", site.value())
                .map(Row.to(row -> new CancellationOffer(row.text("offer"), plan(row))))
                .one()
                .defaultIfEmpty(CancellationOffer.NONE);
    }

    private static @Nullable PlanId plan(Row row) {
        String plan = row.optionalText("plan_id");
        return plan == null ? null : new PlanId(plan);
    }

    /** Refuses a plan that is not sold. */
    Mono<Void> put(SiteId site, CancellationOffer offer) {
        if (offer.equals(CancellationOffer.NONE)) {
            return database.sql("DELETE FROM cancellation_offer WHERE site_id = :site")
                    .bind("site", site.value())
                    .then();
        }
        PlanId plan = offer.plan();
        return (plan == null ? Mono.empty() : plans.getSold(site, plan))
                .then(database.sql("""
                    INSERT INTO cancellation_offer (site_id, offer, plan_id)
                    VALUES (:site, :offer, :plan)
                    ON CONFLICT (site_id) DO UPDATE SET
                        offer = excluded.offer, plan_id = excluded.plan_id
                    """)
                        .bind("site", site.value())
                        .bind("offer", offer.offer())
                        .bind("plan", orNull(plan == null ? null : plan.value(), String.class))
                        .then());
    }
}
