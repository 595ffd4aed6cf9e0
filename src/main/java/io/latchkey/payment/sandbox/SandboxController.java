package io.latchkey.payment.sandbox;

import io.latchkey.payment.Checkout;
import io.latchkey.payment.Fulfilment;
import io.latchkey.payment.Synchronisation;
import io.latchkey.plan.Plans;
import io.latchkey.reader.ReaderKey;
import io.latchkey.shared.Clock;
import io.latchkey.shared.Input;
import io.latchkey.site.SiteId;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The sandbox's checkout page, its buttons, and its clock. */
@RestController
@WhenSandbox
class SandboxController {

    private static final String CHECKOUT = "/v1/sandbox/checkouts/{site}/{reader}/{checkout}";

    private final Fulfilment fulfilment;
    private final Plans plans;
    private final SandboxBooks books;
    private final SandboxTill till;
    private final Synchronisation synchronisation;
    private final SandboxClock sandboxClock;
    private final Clock clock;

    SandboxController(
            Fulfilment fulfilment,
            Plans plans,
            SandboxBooks books,
            SandboxTill till,
            Synchronisation synchronisation,
            SandboxClock sandboxClock,
            Clock clock) {
        this.fulfilment = fulfilment;
        this.plans = plans;
        this.books = books;
        this.till = till;
        this.synchronisation = synchronisation;
        this.sandboxClock = sandboxClock;
        this.clock = clock;
    }

    @PostMapping("/v1/sandbox/clock")
    Mono<Map<String, Instant>> advance(@RequestBody ClockBody body) {
        return sandboxClock.advanceTo(body.from(clock.now())).map(now -> Map.of("now", now));
    }

    @GetMapping(path = CHECKOUT, produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> page(
            @PathVariable SiteId site, @PathVariable UUID reader, @PathVariable UUID checkout) {
        ReaderKey key = new ReaderKey(site, reader);
        return Mono.zip(
                        fulfilment.checkout(key, checkout),
                        books.subscriptionOf(key, checkout)
                                .map(Optional::of)
                                .defaultIfEmpty(Optional.empty()))
                .flatMap(both ->
                        plans.get(site, both.getT1().plan())
                                .map(plan ->
                                        SandboxPage.of(
                                                both.getT1(),
                                                plan.name(),
                                                both.getT2().orElse(null))))
                .map(html ->
                        ResponseEntity.ok()
                                .header("Content-Security-Policy", SandboxPage.POLICY)
                                .header("Cache-Control", "no-store")
                                .header("Referrer-Policy", "no-referrer")
                                .body(html));
    }

    /** Answers once what was paid for is there. */
    @PostMapping(CHECKOUT + "/pay")
    Mono<ResponseEntity<Map<String, String>>> pay(
            @PathVariable SiteId site,
            @PathVariable UUID reader,
            @PathVariable UUID checkout,
            ServerHttpRequest request) {
        ReaderKey key = new ReaderKey(site, reader);
        return done(till.pay(key, checkout), key, checkout, request);
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
                        .flatMap(it ->
                                till.change(
                                        new SandboxRef(SandboxRef.SUBSCRIPTION, key, it.id()),
                                        before -> before.card(declines)))
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

    /** Does not wait for the event: another request may have taken it, and be at it still. */
    private Mono<Void> look(ReaderKey reader, UUID checkout) {
        return books.subscriptionOf(reader, checkout)
                .flatMap(it -> synchronisation.subscription(it.ref(), null).thenReturn(it))
                .then(books.lastTry(reader, checkout))
                .flatMap(payment -> synchronisation.payment(payment.ref(), null));
    }

    private Mono<ResponseEntity<Map<String, String>>> done(
            Mono<Void> deed, ReaderKey reader, UUID checkout, ServerHttpRequest request) {
        return fulfilment
                .checkout(reader, checkout)
                .then(deed)
                .then(Mono.defer(() -> look(reader, checkout)))
                .then(Mono.defer(() -> fulfilment.checkout(reader, checkout)))
                .map(known -> answer(known.status(), request));
    }

    /** A browser's form goes back to the page; a program gets the status. */
    private static ResponseEntity<Map<String, String>> answer(
            Checkout.Status status, ServerHttpRequest request) {
        List<MediaType> accepted = request.getHeaders().getAccept();
        if (accepted.contains(MediaType.TEXT_HTML)) {
            String path = request.getPath().value();
            String page = path.replaceFirst("/(pay|decline|dispute|card/(pays|declines))$", "");
            return ResponseEntity.status(HttpStatus.SEE_OTHER).location(URI.create(page)).build();
        }
        return ResponseEntity.ok(Map.of("status", status.word()));
    }

    record ClockBody(String advance) {

        ClockBody {
            Input.text("advance", advance, 40);
        }

        Instant from(Instant now) {
            Instant target = target(now);
            if (target.isBefore(now) || target.isAfter(now.plus(Duration.ofDays(3_660)))) {
                throw Input.refused("advance", "must be from nothing to ten years");
            }
            return target;
        }

        private Instant target(Instant now) {
            try {
                return now.plus(Duration.parse(advance));
            } catch (DateTimeException notHoursAndDays) {
                return now.atZone(ZoneOffset.UTC)
                        .plus(Input.period("advance", advance))
                        .toInstant();
            }
        }
    }
}
