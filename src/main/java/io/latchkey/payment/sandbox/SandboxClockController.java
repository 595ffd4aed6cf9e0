package io.latchkey.payment.sandbox;

import io.latchkey.limit.FailedCredentials;
import io.latchkey.limit.FailedCredentials.Wanted;
import io.latchkey.payment.provider.ShownCheckouts;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.problem.RequestProblem;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.web.Input;
import io.latchkey.shared.web.OperatorKey;
import io.latchkey.site.SiteId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Moves the sandbox's clock: for the operator's programs, and for whoever is at the page. */
@RestController
@WhenSandbox
class SandboxClockController {

    private final ShownCheckouts checkouts;
    private final SandboxPages pages;
    private final SandboxClock sandboxClock;
    private final OperatorKey operatorKey;
    private final FailedCredentials failures;
    private final Clock clock;

    SandboxClockController(
            ShownCheckouts checkouts,
            SandboxPages pages,
            SandboxClock sandboxClock,
            OperatorKey operatorKey,
            FailedCredentials failures,
            Clock clock) {
        this.checkouts = checkouts;
        this.pages = pages;
        this.sandboxClock = sandboxClock;
        this.operatorKey = operatorKey;
        this.failures = failures;
        this.clock = clock;
    }

    @PostMapping("/v1/sandbox/clock")
    Mono<Map<String, Instant>> advance(@RequestBody ClockBody body) {
        return sandboxClock.advanceTo(body.from(clock.now())).map(now -> Map.of("now", now));
    }

    /**
     * The same from the page. The key is looked for in the body alone: addresses are logged and
     * remembered on the way.
     */
    @PostMapping(path = SandboxController.CHECKOUT + "/clock", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    Mono<? extends ResponseEntity<?>> advance(
            @PathVariable SiteId site,
            @PathVariable UUID reader,
            @PathVariable UUID checkout,
            ServerWebExchange exchange) {
        ReaderKey key = new ReaderKey(site, reader);
        Mono<Instant> moved = checkouts
                .shown(key, checkout)
                .then(form(exchange))
                .flatMap(form -> target(form, exchange.getRequest()))
                .flatMap(sandboxClock::advanceTo);
        if (!SandboxPages.wanted(exchange.getRequest())) {
            return moved.map(now -> ResponseEntity.ok(Map.of("now", now)));
        }
        return moved.map(_ -> SandboxPages.<String>back(key, checkout))
                .onErrorResume(Problem.class, refusal -> pages.show(key, checkout, refusal));
    }

    /**
     * Java's own error quotes what it cannot decode, which may be of the key: nobody is shown it.
     */
    private static Mono<MultiValueMap<String, String>> form(ServerWebExchange exchange) {
        return exchange.getFormData()
                .onErrorMap(
                        IllegalArgumentException.class,
                        _ -> RequestProblem.INVALID_BODY.because("The body is not a form as browsers send it."));
    }

    private Mono<Instant> target(MultiValueMap<String, String> form, ServerHttpRequest request) {
        return operatorKey.is(value(form, "operatorKey"))
                ? Mono.fromCallable(() -> new ClockBody(value(form, "advance")).from(clock.now()))
                : failures.refuse(Wanted.OPERATOR_KEY, request, SandboxProblem.WRONG_OPERATOR_KEY.problem());
    }

    private static String value(MultiValueMap<String, String> form, String field) {
        String value = form.getFirst(field);
        return value == null ? "" : value;
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
