package io.latchkey.subscription.leaving;

import io.latchkey.shared.web.Page;
import io.latchkey.site.SiteKey;
import io.latchkey.subscription.leaving.CancellationReasons.CancellationReason;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A publisher learns why readers left. */
@RestController
class CancellationReasonController {

    private final CancellationReasons reasons;

    CancellationReasonController(CancellationReasons reasons) {
        this.reasons = reasons;
    }

    @GetMapping("/v1/site/cancellation-reasons")
    Mono<Page<CancellationReason>> list(
            @AuthenticationPrincipal SiteKey key,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        return reasons.page(key.site(), Page.Request.of(cursor, limit));
    }
}
