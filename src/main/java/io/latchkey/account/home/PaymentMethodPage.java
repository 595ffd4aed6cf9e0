package io.latchkey.account.home;

import io.latchkey.payment.checkout.PaymentMethod;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.web.LatchkeySettings;
import io.latchkey.site.SiteId;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The way to the provider's page for another card; a link, so that our policy lets it pass. */
@RestController
class PaymentMethodPage {

    private final Visits visits;
    private final PaymentMethod paymentMethod;
    private final String issuer;

    PaymentMethodPage(Visits visits, PaymentMethod paymentMethod, LatchkeySettings settings) {
        this.visits = visits;
        this.paymentMethod = paymentMethod;
        this.issuer = settings.issuer().toString();
    }

    @GetMapping("/account/{site}/payment-method")
    Mono<ResponseEntity<String>> page(@PathVariable SiteId site, ServerHttpRequest request) {
        return visits.look(
                site,
                request,
                visit -> paymentMethod
                        .page(visit.reader(), issuer + "/account/" + site.value() + "/")
                        .onErrorResume(
                                Problem.class,
                                refused -> Mono.just(visit.at(
                                        "/", Visits.PROBLEM, refused.kind().code())))
                        .map(Visits::to));
    }
}
