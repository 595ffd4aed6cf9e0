package io.latchkey.payment.sync;

import io.latchkey.payment.provider.PaymentProvider;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderProblem;
import io.latchkey.shared.time.Clock;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The payment provider tells us that something happened. */
@RestController
class ProviderEventController {

    private final PaymentProvider provider;
    private final Inbox inbox;
    private final Clock clock;

    ProviderEventController(PaymentProvider provider, Inbox inbox, Clock clock) {
        this.provider = provider;
        this.inbox = inbox;
        this.clock = clock;
    }

    /** Answers once the event is stored or known; it is applied soon after. */
    @PostMapping("/v1/payments/{provider}/events")
    Mono<Map<String, String>> receive(
            @PathVariable("provider") String name, @RequestHeader HttpHeaders headers, @RequestBody byte[] body) {
        return Mono.just(provider)
                .filter(present -> present.sells() && present.name().equals(name))
                .switchIfEmpty(Mono.error(ProviderProblem.UNKNOWN_PROVIDER::problem))
                .map(present -> present.verified(headers, body, clock.tokenTime()))
                .onErrorMap(ProviderException.class, ProviderProblem::of)
                .flatMap(event -> inbox.store(name, event))
                .thenReturn(Map.of("status", "stored"));
    }
}
