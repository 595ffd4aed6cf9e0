package io.latchkey.account.home;

import io.latchkey.access.Library;
import io.latchkey.access.Overview;
import io.latchkey.account.ReturnPlace;
import io.latchkey.metering.Grants;
import io.latchkey.receipt.Receipts;
import io.latchkey.shared.web.Page;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.leaving.Withdrawal;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The account: all that a reader has at a site. */
@RestController
class HomeController {

    /** What was done just now, as the page may say it. */
    private static final Set<String> DONE =
            Set.of("undone", "discounted", "paused", "resumed", "plan-now", "plan-later", "plan-kept", "bought");

    private static final Page.Request LATEST = new Page.Request(null, 5);

    private final Visits visits;
    private final Overview overview;
    private final Contracts contracts;
    private final Grants grants;
    private final Library library;
    private final Receipts receipts;
    private final Withdrawal withdrawal;
    private final ReturnPlace places;

    HomeController(
            Visits visits,
            Overview overview,
            Contracts contracts,
            Grants grants,
            Library library,
            Receipts receipts,
            Withdrawal withdrawal,
            ReturnPlace places) {
        this.visits = visits;
        this.overview = overview;
        this.contracts = contracts;
        this.grants = grants;
        this.library = library;
        this.receipts = receipts;
        this.withdrawal = withdrawal;
        this.places = places;
    }

    @GetMapping("/account/{site}")
    Mono<ResponseEntity<String>> withoutSlash(@PathVariable SiteId site, ServerHttpRequest request) {
        return visits.look(site, request, visit -> Mono.just(Visits.to(visit.at("/"))));
    }

    @GetMapping(path = "/account/{site}/", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> home(@PathVariable SiteId site, ServerHttpRequest request) {
        return visits.look(site, request, visit -> {
            Map<String, Object> model = new LinkedHashMap<>();
            model.put("done", done(request));
            model.put("problem", visits.problem(visit));
            // One after the other: each of them holds a connection of the database.
            return Flux.<Mono<?>>just(
                            overview.of(visit.session()).doOnNext(it -> model.put("me", it)),
                            contracts.of(visit).doOnNext(it -> model.put("contract", it)),
                            grants.drawable(visit.reader()).doOnNext(it -> model.put("grants", it)),
                            library.page(visit.reader(), "", LATEST).doOnNext(it -> model.put("articles", it)),
                            receipts.page(visit.reader(), LATEST).doOnNext(it -> model.put("receipts", it)),
                            // Exclusive: the last moment is of the last day.
                            withdrawal
                                    .until(visit.reader())
                                    .doOnNext(it -> model.put("lastWithdrawal", it.minusMillis(1))),
                            cameFromThePaper(site, request).doOnNext(it -> model.put("cameFrom", it)))
                    .concatMap(part -> part)
                    .then(Mono.defer(() -> visits.page(visit, "home", model)));
        });
    }

    private Mono<Boolean> cameFromThePaper(SiteId site, ServerHttpRequest request) {
        return places.kept(site, request).map(URI::isAbsolute).defaultIfEmpty(false);
    }

    private static String done(ServerHttpRequest request) {
        String said = request.getQueryParams().getFirst("done");
        return said != null && DONE.contains(said) ? said : "";
    }
}
