package io.latchkey.account.home;

import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.change.Pausing;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** A break, with an end or without. */
@RestController
class PauseController {

    /** The code of what a form asks that cannot be. */
    private static final String NO_DAY = "invalid-body";

    private final Visits visits;
    private final Contracts contracts;
    private final Pausing pausing;
    private final Clock clock;

    PauseController(Visits visits, Contracts contracts, Pausing pausing, Clock clock) {
        this.visits = visits;
        this.contracts = contracts;
        this.pausing = pausing;
        this.clock = clock;
    }

    @GetMapping(path = "/account/{site}/pause", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> form(@PathVariable SiteId site, ServerHttpRequest request) {
        return visits.look(
                site,
                request,
                visit -> contracts
                        .of(visit)
                        .filter(contract -> contract.may("PAUSE"))
                        .flatMap(contract -> visits.page(visit, "pause", shown(visit, contract)))
                        .defaultIfEmpty(Visits.to(visit.at("/", Visits.PROBLEM, "not-possible-now"))));
    }

    private Map<String, Object> shown(Visit visit, Contract contract) {
        Instant earliest = clock.now().plus(Duration.ofDays(1));
        return Map.of("contract", contract, "problem", visits.problem(visit), "earliest", earliest);
    }

    @PostMapping(path = "/account/{site}/pause", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> pause(@PathVariable SiteId site, ServerWebExchange exchange) {
        return visits.act(site, exchange, "/", (visit, form) -> {
            String day = new Fields(form).text("until");
            Instant until = day == null ? null : morning(day, visit.site().timeZone());
            return day != null && until == null
                    ? Mono.just(visit.at("/pause", Visits.PROBLEM, NO_DAY))
                    : pause(visit, until);
        });
    }

    private Mono<URI> pause(Visit visit, @Nullable Instant until) {
        return pausing.pause(visit.reader(), until)
                .thenReturn(visit.at("/", "done", "paused"))
                .onErrorResume(
                        Problem.class,
                        refused -> refused.kind().code().equals(NO_DAY)
                                ? Mono.just(visit.at("/pause", Visits.PROBLEM, NO_DAY))
                                : Mono.error(refused));
    }

    @PostMapping(path = "/account/{site}/resume", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> resume(@PathVariable SiteId site, ServerWebExchange exchange) {
        return visits.act(
                site,
                exchange,
                "/",
                (visit, _) -> pausing.resume(visit.reader()).thenReturn(visit.at("/", "done", "resumed")));
    }

    /** When the day begins at the site's place; null when there is no such day. */
    private static @Nullable Instant morning(String day, ZoneId zone) {
        try {
            return LocalDate.parse(day).atStartOfDay(zone).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
