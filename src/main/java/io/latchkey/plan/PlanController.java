package io.latchkey.plan;

import io.latchkey.shared.web.CreatedOrOk;
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
import reactor.core.publisher.Mono;

/** A site's servers say what is sold. */
@RestController
class PlanController {

    private final Plans plans;

    PlanController(Plans plans) {
        this.plans = plans;
    }

    @GetMapping("/v1/plans/{id}")
    Mono<PlanBody> read(@AuthenticationPrincipal SiteKey key, @PathVariable String id) {
        return plans.get(key.site(), PlanId.inPath(id)).map(PlanBody::of);
    }

    @CreatedOrOk
    @PutMapping("/v1/plans/{id}")
    Mono<ResponseEntity<PlanBody>> put(
            @AuthenticationPrincipal SiteKey key, @PathVariable String id, @RequestBody PlanBody body) {
        Plan plan = body.named(PlanId.inPath(id));
        return plans.put(key.site(), plan)
                .map(added -> added ? HttpStatus.CREATED : HttpStatus.OK)
                .map(status -> ResponseEntity.status(status).body(PlanBody.of(plan)));
    }

    @DeleteMapping("/v1/plans/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> stopSelling(@AuthenticationPrincipal SiteKey key, @PathVariable String id) {
        return plans.stopSelling(key.site(), PlanId.inPath(id));
    }
}
