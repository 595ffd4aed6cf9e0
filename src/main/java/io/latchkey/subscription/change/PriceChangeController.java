package io.latchkey.subscription.change;

import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.shared.web.Input;
import io.latchkey.site.SiteKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A site's servers announce what present subscribers will pay. */
@RestController
class PriceChangeController {

    private final PriceChanges changes;

    PriceChangeController(PriceChanges changes) {
        this.changes = changes;
    }

    /**
     * What is announced.
     *
     * @param price of a period
     * @param effectiveAt the first renewal from then on is at this price
     */
    record Announcement(@Nullable Price price, @Nullable String effectiveAt) {}

    /**
     * What was announced.
     *
     * @param withdrawableUntil readers are told from then on
     */
    record Announced(PlanId plan, Price price, Instant effectiveAt, Instant announcedAt, Instant withdrawableUntil) {

        static Announced of(PriceChange change) {
            return new Announced(
                    change.plan(),
                    change.price(),
                    change.effectiveAt(),
                    change.announcedAt(),
                    change.announcedAt().plus(PriceChange.SECOND_THOUGHTS));
        }
    }

    @GetMapping("/v1/plans/{id}/price-change")
    Mono<Announced> read(@AuthenticationPrincipal SiteKey key, @PathVariable String id) {
        return changes.get(key.site(), PlanId.inPath(id)).map(Announced::of);
    }

    @PutMapping("/v1/plans/{id}/price-change")
    Mono<Announced> announce(
            @AuthenticationPrincipal SiteKey key, @PathVariable String id, @RequestBody Announcement body) {
        return changes.announce(
                        key.site(),
                        PlanId.inPath(id),
                        Input.present("price", body.price()),
                        Input.instant("effectiveAt", body.effectiveAt()))
                .map(Announced::of);
    }

    @DeleteMapping("/v1/plans/{id}/price-change")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> withdraw(@AuthenticationPrincipal SiteKey key, @PathVariable String id) {
        return changes.withdraw(key.site(), PlanId.inPath(id));
    }
}
