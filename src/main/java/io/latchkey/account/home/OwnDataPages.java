package io.latchkey.account.home;

import io.latchkey.account.Pages;
import io.latchkey.account.ReturnPlace;
import io.latchkey.reader.data.OwnData;
import io.latchkey.reader.session.BrowserSessions;
import io.latchkey.reader.session.Turns;
import io.latchkey.site.SiteId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A reader takes all that is held about them, or has it deleted. */
@RestController
class OwnDataPages {

    private final Visits visits;
    private final Pages pages;
    private final Contracts contracts;
    private final OwnData ownData;
    private final Turns turns;
    private final BrowserSessions sessions;

    OwnDataPages(
            Visits visits, Pages pages, Contracts contracts, OwnData ownData, Turns turns, BrowserSessions sessions) {
        this.visits = visits;
        this.pages = pages;
        this.contracts = contracts;
        this.ownData = ownData;
        this.turns = turns;
        this.sessions = sessions;
    }

    @GetMapping("/account/{site}/export")
    Mono<ResponseEntity<Flux<DataBuffer>>> export(@PathVariable SiteId site, ServerHttpRequest request) {
        return visits.look(
                site,
                request,
                "/",
                visit -> Mono.just(ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .header("X-Content-Type-Options", "nosniff")
                        .header(
                                HttpHeaders.CONTENT_DISPOSITION,
                                "attachment; filename=\"" + site.value() + "-account.json\"")
                        .body(turns.takeAll(visit.reader(), ownData.export(visit.session())))));
    }

    @GetMapping(path = "/account/{site}/delete", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> question(@PathVariable SiteId site, ServerHttpRequest request) {
        return visits.look(
                site,
                request,
                visit -> contracts
                        .of(visit)
                        .filter(Contract::live)
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty())
                        .flatMap(running -> {
                            Map<String, Object> model = new LinkedHashMap<>();
                            model.put("contract", running.orElse(null));
                            model.put("problem", visits.problem(visit));
                            return visits.page(visit, "delete", model);
                        }));
    }

    /** The browser forgets its session with the rest, and where its reader was. */
    @PostMapping(path = "/account/{site}/delete", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> delete(@PathVariable SiteId site, ServerWebExchange exchange) {
        return visits.act(
                        site,
                        exchange,
                        "/delete",
                        (visit, form) -> new Fields(form).text("sure") == null
                                ? Mono.just(visit.at("/delete", Visits.PROBLEM, "not-sure"))
                                : ownData.erase(visit.session()).thenReturn(visit.at("/deleted")))
                .map(answer -> forgetting(site, answer));
    }

    private ResponseEntity<String> forgetting(SiteId site, ResponseEntity<String> answer) {
        String target = String.valueOf(answer.getHeaders().getLocation());
        if (!target.startsWith("/account/" + site.value() + "/deleted")) {
            return answer;
        }
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .header(
                        HttpHeaders.SET_COOKIE,
                        sessions.forgotten(site).toString(),
                        ReturnPlace.forgotten(site).toString())
                .build();
    }

    @GetMapping(path = "/account/{site}/deleted", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> deleted(@PathVariable SiteId site, ServerHttpRequest request) {
        return pages.page(HttpStatus.OK, "deleted", site, request, Map.of());
    }
}
