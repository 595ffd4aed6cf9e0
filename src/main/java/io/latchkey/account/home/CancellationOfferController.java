package io.latchkey.account.home;

import io.latchkey.site.SiteKey;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A site says what it offers to readers who are about to cancel. */
@RestController
class CancellationOfferController {

    private final CancellationOffers offers;

    CancellationOfferController(CancellationOffers offers) {
        this.offers = offers;
    }

    @GetMapping("/v1/site/cancellation-offer")
    Mono<CancellationOffer> read(@AuthenticationPrincipal SiteKey key) {
        return offers.get(key.site());
    }

    @PutMapping("/v1/site/cancellation-offer")
    Mono<CancellationOffer> replace(@AuthenticationPrincipal SiteKey key, @RequestBody CancellationOffer offer) {
        return offers.put(key.site(), offer).thenReturn(offer);
    }
}
