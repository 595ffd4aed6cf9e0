package io.latchkey.payment.sandbox;

import io.latchkey.payment.provider.BilledDispute;
import io.latchkey.payment.provider.ShownCheckout.Consented;
import io.latchkey.payment.provider.ShownCheckouts;
import io.latchkey.payment.provider.StateLooks;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.site.SiteId;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The sandbox's checkout page and its buttons. */
@RestController
@WhenSandbox
class SandboxController {

    static final String CHECKOUT = "/v1/sandbox/checkouts/{site}/{reader}/{checkout}";

    static final String IMMEDIATE = "immediateStart";
    static final String LOSS = "acknowledgedLoss";

    private final ShownCheckouts checkouts;
    private final SandboxPages pages;
    private final SandboxBooks books;
    private final SandboxTill till;
    private final StateLooks looks;

    SandboxController(
            ShownCheckouts checkouts, SandboxPages pages, SandboxBooks books, SandboxTill till, StateLooks looks) {
        this.checkouts = checkouts;
        this.pages = pages;
        this.books = books;
        this.till = till;
        this.looks = looks;
    }

    @GetMapping(path = CHECKOUT, produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> page(
            @PathVariable SiteId site,
            @PathVariable UUID reader,
            @PathVariable UUID checkout,
            ServerHttpRequest request) {
        ReaderKey key = new ReaderKey(site, reader);
        return request.getQueryParams().containsKey(SandboxPages.PAID)
                ? pages.showPaid(key, checkout)
                : pages.show(key, checkout);
    }

    /** Answers once what was paid for is there. */
    @PostMapping(CHECKOUT + "/pay")
    Mono<ResponseEntity<Map<String, String>>> pay(
            @PathVariable SiteId site,
            @PathVariable UUID reader,
            @PathVariable UUID checkout,
            ServerWebExchange exchange) {
        ReaderKey key = new ReaderKey(site, reader);
        Mono<Void> paid = consent(key, checkout, exchange).then(till.pay(key, checkout));
        return done(paid, key, checkout, exchange.getRequest())
                .map(answer ->
                        answer.getStatusCode() == HttpStatus.SEE_OTHER ? SandboxPages.on(key, checkout) : answer);
    }

    /** Whoever ticks a box on the page consents. */
    private Mono<Void> consent(ReaderKey key, UUID checkout, ServerWebExchange exchange) {
        return exchange.getFormData()
                .filter(form -> form.containsKey(IMMEDIATE) || form.containsKey(LOSS))
                .map(form -> new Consented(form.containsKey(IMMEDIATE), form.containsKey(LOSS)))
                .flatMap(consented -> checkouts.consent(key, checkout, consented));
    }

    @PostMapping(CHECKOUT + "/decline")
    Mono<ResponseEntity<Map<String, String>>> decline(
            @PathVariable SiteId site,
            @PathVariable UUID reader,
            @PathVariable UUID checkout,
            ServerHttpRequest request) {
        ReaderKey key = new ReaderKey(site, reader);
        return done(till.decline(key, checkout), key, checkout, request);
    }

    /** The card declines the renewals that follow, or pays them again. */
    @PostMapping(CHECKOUT + "/card/{verdict:pays|declines}")
    Mono<ResponseEntity<Map<String, String>>> card(
            @PathVariable SiteId site,
            @PathVariable UUID reader,
            @PathVariable UUID checkout,
            @PathVariable String verdict,
            ServerHttpRequest request) {
        ReaderKey key = new ReaderKey(site, reader);
        boolean declines = "declines".equals(verdict);
        return done(
                books.subscriptionOf(key, checkout)
                        .flatMap(it -> till.change(
                                new SandboxRef(SandboxRef.SUBSCRIPTION, key, it.id()), before -> before.card(declines)))
                        .then(),
                key,
                checkout,
                request);
    }

    /** The reader's pretended bank calls the last payment back. */
    @PostMapping(CHECKOUT + "/dispute")
    Mono<ResponseEntity<Map<String, String>>> dispute(
            @PathVariable SiteId site,
            @PathVariable UUID reader,
            @PathVariable UUID checkout,
            ServerHttpRequest request) {
        ReaderKey key = new ReaderKey(site, reader);
        return done(till.dispute(key, checkout), key, checkout, request);
    }

    /** The pretended bank decides for the site or for the reader. */
    @PostMapping(CHECKOUT + "/dispute/{verdict:won|lost}")
    Mono<ResponseEntity<Map<String, String>>> decide(
            @PathVariable SiteId site,
            @PathVariable UUID reader,
            @PathVariable UUID checkout,
            @PathVariable String verdict,
            ServerHttpRequest request) {
        ReaderKey key = new ReaderKey(site, reader);
        return done(till.decide(key, checkout, BilledDispute.Status.parse(verdict)), key, checkout, request);
    }

    /** Does not wait for the event: another request may have taken it, and be at it still. */
    private Mono<Void> look(ReaderKey reader, UUID checkout) {
        return books.subscriptionOf(reader, checkout)
                .flatMap(it -> looks.atSubscription(it.ref()).thenReturn(it))
                .then(books.lastTry(reader, checkout))
                .flatMap(payment -> looks.atPayment(payment.ref()));
    }

    private Mono<ResponseEntity<Map<String, String>>> done(
            Mono<Void> deed, ReaderKey reader, UUID checkout, ServerHttpRequest request) {
        return checkouts
                .shown(reader, checkout)
                .then(deed)
                .then(Mono.defer(() -> look(reader, checkout)))
                .then(Mono.defer(() -> checkouts.shown(reader, checkout)))
                .map(known -> SandboxPages.wanted(request)
                        ? SandboxPages.back(reader, checkout)
                        : ResponseEntity.ok(Map.of("status", known.status().word())));
    }
}
