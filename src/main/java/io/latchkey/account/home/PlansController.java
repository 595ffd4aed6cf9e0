package io.latchkey.account.home;

import io.latchkey.account.Pages;
import io.latchkey.account.ReturnPlace;
import io.latchkey.payment.sync.PlanSwitch;
import io.latchkey.payment.sync.PlanSwitch.Outlook;
import io.latchkey.plan.Plan;
import io.latchkey.plan.Plan.PackPlan;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Plans;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Ids;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.state.PlanPath;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.transition.PlanPaths;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What there is to buy or to change to, and what that would mean. */
@RestController
class PlansController {

    private final Visits visits;
    private final Contracts contracts;
    private final Plans plans;
    private final PlanSwitch planSwitch;
    private final PlanPaths paths;
    private final ReturnPlace places;

    PlansController(
            Visits visits,
            Contracts contracts,
            Plans plans,
            PlanSwitch planSwitch,
            PlanPaths paths,
            ReturnPlace places) {
        this.visits = visits;
        this.contracts = contracts;
        this.plans = plans;
        this.planSwitch = planSwitch;
        this.paths = paths;
        this.places = places;
    }

    /**
     * A plan before its buyer.
     *
     * @param pack whether it is paid once
     * @param outlook how the reader would come to it
     * @param trial whether it would begin with its trial
     */
    record Offer(Plan plan, boolean pack, Outlook outlook, boolean trial) {}

    @GetMapping(path = "/account/{site}/plans", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> list(@PathVariable SiteId site, ServerHttpRequest request) {
        return visits.look(
                site,
                request,
                visit -> plans.sold(site)
                        .collectList()
                        .flatMapIterable(sold -> sold)
                        .concatMap(plan -> offer(visit.reader(), plan))
                        .collectList()
                        .zipWhen(_ -> contract(visit))
                        .flatMap(both -> {
                            Map<String, Object> model = new LinkedHashMap<>();
                            model.put("offers", both.getT1());
                            model.put("contract", both.getT2().orElse(null));
                            model.put("problem", visits.problem(visit));
                            return visits.page(visit, "plans", model);
                        }));
    }

    /**
     * The last step before a plan is had, or before it is paid. A page that leads here may name
     * itself, to be led back to.
     */
    @GetMapping(path = "/account/{site}/plans/{plan}", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> one(@PathVariable SiteId site, @PathVariable String plan, ServerHttpRequest request) {
        return visits.look(
                site,
                request,
                visit -> plans.get(site, PlanId.inPath(plan))
                        .flatMap(found -> offer(visit.reader(), found))
                        .zipWhen(_ -> contract(visit))
                        .flatMap(both -> {
                            Map<String, Object> model = new LinkedHashMap<>();
                            model.put("offer", both.getT1());
                            model.put("contract", both.getT2().orElse(null));
                            model.put("problem", visits.problem(visit));
                            // Names this very form, however often it is sent.
                            model.put("order", Ids.next());
                            return visits.page(visit, "plan", model);
                        })
                        .flatMap(page -> places.named(site, request)
                                .map(place -> Pages.with(page, place))
                                .defaultIfEmpty(page)));
    }

    @PostMapping(path = "/account/{site}/plan", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> change(@PathVariable SiteId site, ServerWebExchange exchange) {
        return visits.act(site, exchange, "/", (visit, form) -> {
            String wanted = String.valueOf(new Fields(form).text("plan"));
            PlanId plan = PlanId.inPath(wanted);
            return had(visit, plan)
                    .flatMap(had -> planSwitch.change(visit.reader(), plan).map(changed -> done(changed, plan, had)))
                    .map(done -> visit.at("/", "done", done));
        });
    }

    private Mono<Boolean> had(Visit visit, PlanId plan) {
        return contracts
                .of(visit)
                .map(contract -> contract.subscription().plan().equals(plan))
                .defaultIfEmpty(false);
    }

    private static String done(Subscription changed, PlanId plan, boolean had) {
        if (had) {
            return "plan-kept";
        }
        return changed.plan().equals(plan) ? "plan-now" : "plan-later";
    }

    private Mono<Optional<Contract>> contract(Visit visit) {
        return contracts.of(visit).filter(Contract::live).map(Optional::of).defaultIfEmpty(Optional.empty());
    }

    private Mono<Offer> offer(ReaderKey reader, Plan plan) {
        return switch (plan) {
            case PackPlan pack -> Mono.just(new Offer(pack, true, new Outlook(PlanPath.BUYING, null, null), false));
            case SubscriptionPlan it ->
                planSwitch
                        .outlook(reader, it)
                        .zipWhen(_ -> paths.beginsWithTrial(reader, it))
                        .map(both -> new Offer(it, false, both.getT1(), both.getT2()));
        };
    }
}
