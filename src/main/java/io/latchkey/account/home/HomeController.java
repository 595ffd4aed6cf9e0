package io.latchkey.account.home;

import io.latchkey.access.Library;
import io.latchkey.access.Overview;
import io.latchkey.metering.Grants;
import io.latchkey.receipt.Receipts;
import io.latchkey.shared.Page;
import io.latchkey.site.SiteId;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The account: all that a reader has at a site. */
@RestController
class HomeController {

    /** What was done just now, as the page may say it. */
    private static final Set<String> DONE =
            Set.of("undone", "paused", "resumed", "plan-now", "plan-later", "plan-kept", "bought");

    private static final Page.Request LATEST = new Page.Request(null, 5);

    private final Visits visits;
    private final Overview overview;
    private final Contracts contracts;
    private final Grants grants;
    private final Library library;
    private final Receipts receipts;

    HomeController(
            Visits visits,
            Overview overview,
            Contracts contracts,
            Grants grants,
            Library library,
            Receipts receipts) {
        this.visits = visits;
        this.overview = overview;
        this.contracts = contracts;
        this.grants = grants;
        this.library = library;
        this.receipts = receipts;
    }

    @GetMapping("/account/{site}")
    Mono<ResponseEntity<String>> withoutSlash(
            @PathVariable SiteId site, ServerHttpRequest request) {
        return visits.look(site, request, visit -> Mono.just(Visits.to(visit.at("/"))));
    }

    @GetMapping(path = "/account/{site}/", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> home(@PathVariable SiteId site, ServerHttpRequest request) {
        return visits.look(
                site,
                request,
                visit ->
                        Mono.zip(
                                        overview.of(visit.session()),
                                        contracts
                                                .of(visit)
                                                .map(Optional::of)
                                                .defaultIfEmpty(Optional.empty()),
                                        grants.drawable(visit.reader()),
                                        library.page(visit.reader(), "", LATEST),
                                        receipts.page(visit.reader(), LATEST))
                                .flatMap(all -> {
                                    Map<String, Object> model = new LinkedHashMap<>();
                                    model.put("done", done(request));
                                    model.put("problem", visits.problem(visit));
                                    model.put("me", all.getT1());
                                    model.put("contract", all.getT2().orElse(null));
                                    model.put("grants", all.getT3());
                                    model.put("articles", all.getT4());
                                    model.put("receipts", all.getT5());
                                    return visits.page(visit, "home", model);
                                }));
    }

    private static String done(ServerHttpRequest request) {
        String said = request.getQueryParams().getFirst("done");
        return said != null && DONE.contains(said) ? said : "";
    }
}
