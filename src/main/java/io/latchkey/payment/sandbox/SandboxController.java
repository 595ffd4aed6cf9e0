package io.latchkey.payment.sandbox;

import io.latchkey.payment.Checkout;
import io.latchkey.payment.Fulfilment;
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
import java.util.UUID;

/** The sandbox's checkout page, its buttons, and its clock. */
@RestController
@WhenSandbox
class SandboxController {

    private static final String CHECKOUT = "/v1/sandbox/checkouts/{site}/{reader}/{checkout}";

    private final Fulfilment fulfilment;
    private final Plans plans;
    private final SandboxCards cards;
    private final SandboxClock sandboxClock;
    private final Clock clock;

    SandboxController(
            Fulfilment fulfilment,
            Plans plans,
            SandboxCards cards,
            SandboxClock sandboxClock,
            Clock clock) {
        this.fulfilment = fulfilment;
        this.plans = plans;
        this.cards = cards;
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
        return fulfilment
                .checkout(key, checkout)
                .flatMap(known ->
                        Mono.zip(plans.get(site, known.plan()), cards.declines(key))
                                .map(both ->
                                        SandboxPage.of(known, both.getT1().name(), both.getT2())))
                .map(html ->
                        ResponseEntity.ok()
                                .header("Content-Security-Policy", SandboxPage.POLICY)
                                .header("Cache-Control", "no-store")
                                .header("Referrer-Policy", "no-referrer")
                                .body(html));
    }

    @PostMapping(CHECKOUT + "/pay")
    Mono<ResponseEntity<Map<String, String>>> pay(
            @PathVariable SiteId site,
            @PathVariable UUID reader,
            @PathVariable UUID checkout,
            ServerHttpRequest request) {
        return fulfilment
                .paid(new ReaderKey(site, reader), checkout)
                .map(status -> answer(status, request));
    }

    @PostMapping(CHECKOUT + "/decline")
    Mono<ResponseEntity<Map<String, String>>> decline(
            @PathVariable SiteId site,
            @PathVariable UUID reader,
            @PathVariable UUID checkout,
            ServerHttpRequest request) {
        return fulfilment
                .declined(new ReaderKey(site, reader), checkout)
                .map(status -> answer(status, request));
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
        return fulfilment
                .checkout(key, checkout)
                .flatMap(known ->
                        cards.set(key, "declines".equals(verdict)).thenReturn(known.status()))
                .map(status -> answer(status, request));
    }

    /** A browser's form goes back to the page; a program gets the status. */
    private static ResponseEntity<Map<String, String>> answer(
            Checkout.Status status, ServerHttpRequest request) {
        List<MediaType> accepted = request.getHeaders().getAccept();
        if (accepted.contains(MediaType.TEXT_HTML)) {
            String path = request.getPath().value();
            String page = path.replaceFirst("/(pay|decline|card/(pays|declines))$", "");
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
