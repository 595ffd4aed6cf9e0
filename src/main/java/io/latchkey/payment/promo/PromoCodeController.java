package io.latchkey.payment.promo;

import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.PlanProblem;
import io.latchkey.plan.Plans;
import io.latchkey.shared.web.CreatedOrOk;
import io.latchkey.site.SiteId;
import io.latchkey.site.SiteKey;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A site says which promo codes there are, and sees how often they are used. */
@RestController
class PromoCodeController {

    private final PromoCodes codes;
    private final Redemptions redemptions;
    private final Plans plans;

    PromoCodeController(PromoCodes codes, Redemptions redemptions, Plans plans) {
        this.codes = codes;
        this.redemptions = redemptions;
        this.plans = plans;
    }

    @GetMapping("/v1/promo-codes/{code}")
    Mono<PromoCodeState> read(@AuthenticationPrincipal SiteKey key, @PathVariable String code) {
        return codes.get(key.site(), PromoCodeId.inPath(code)).flatMap(found -> state(key.site(), found));
    }

    /** What was reserved before goes on as it was. A code that was ended begins again. */
    @CreatedOrOk
    @PutMapping("/v1/promo-codes/{code}")
    Mono<ResponseEntity<PromoCodeState>> put(
            @AuthenticationPrincipal SiteKey key, @PathVariable String code, @RequestBody PromoCodeBody body) {
        PromoCode wanted = body.named(PromoCodeId.inPath(code));
        return Flux.fromIterable(wanted.plans())
                .concatMap(plan -> checkedPlan(key.site(), plan))
                .then(Mono.defer(() -> codes.put(key.site(), wanted)))
                .map(added -> added ? HttpStatus.CREATED : HttpStatus.OK)
                .flatMap(status -> state(key.site(), wanted).map(ResponseEntity.status(status)::body));
    }

    @DeleteMapping("/v1/promo-codes/{code}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> end(@AuthenticationPrincipal SiteKey key, @PathVariable String code) {
        return codes.end(key.site(), PromoCodeId.inPath(code));
    }

    /** A name that no subscription plan has would be a code that never works. */
    private Mono<Void> checkedPlan(SiteId site, PlanId id) {
        return plans.get(site, id)
                .filter(SubscriptionPlan.class::isInstance)
                .switchIfEmpty(Mono.error(PlanProblem.WRONG_KIND::problem))
                .then();
    }

    private Mono<PromoCodeState> state(SiteId site, PromoCode code) {
        return redemptions.count(site, code.id()).map(count -> PromoCodeState.of(code, count));
    }
}
