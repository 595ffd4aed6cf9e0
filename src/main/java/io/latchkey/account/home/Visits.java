package io.latchkey.account.home;

import io.latchkey.account.Pages;
import io.latchkey.account.ProblemWords;
import io.latchkey.reader.session.BrowserSessions;
import io.latchkey.reader.session.Turns;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.problem.RequestProblem;
import io.latchkey.site.SiteId;
import io.latchkey.site.Sites;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Lets readers who are signed in to their pages, and leads all others to where they sign in. */
@Component
class Visits {

    /** What a page says at its top because of what was refused. */
    static final String PROBLEM = "problem";

    private final BrowserSessions sessions;
    private final Turns turns;
    private final Sites sites;
    private final Pages pages;
    private final ProblemWords words;

    Visits(BrowserSessions sessions, Turns turns, Sites sites, Pages pages, ProblemWords words) {
        this.sessions = sessions;
        this.turns = turns;
        this.sites = sites;
        this.pages = pages;
        this.words = words;
    }

    /** Answers with what the reader may see. */
    <T> Mono<ResponseEntity<T>> look(
            SiteId id, ServerHttpRequest request, Function<Visit, Mono<ResponseEntity<T>>> answer) {
        return sites.get(id)
                .flatMap(site -> sessions.of(id, request)
                        .filter(session -> !session.anonymous())
                        .map(session -> Optional.of(new Visit(session, site, request)))
                        .defaultIfEmpty(Optional.empty())
                        .flatMap(visit -> visit.map(it -> turns.take(it.reader(), answer.apply(it)))
                                .orElseGet(() -> Mono.just(to(Visit.at(site, "/sign-in", request))))));
    }

    /**
     * Does what a form asks, and leads to the page that shows what became of it, so that loading
     * that again repeats nothing. What is refused is said on the page that the form was on.
     *
     * @param page that page
     */
    Mono<ResponseEntity<String>> act(
            SiteId id,
            ServerWebExchange exchange,
            String page,
            BiFunction<Visit, MultiValueMap<String, String>, Mono<URI>> deed) {
        return act(id, exchange, _ -> page, deed);
    }

    /** The same, for forms that are on several pages. */
    Mono<ResponseEntity<String>> act(
            SiteId id,
            ServerWebExchange exchange,
            Function<MultiValueMap<String, String>, String> page,
            BiFunction<Visit, MultiValueMap<String, String>, Mono<URI>> deed) {
        return look(
                id,
                exchange.getRequest(),
                visit -> exchange.getFormData()
                        .flatMap(form -> Mono.defer(() -> deed.apply(visit, form))
                                .onErrorResume(Problem.class, refused -> said(visit, page.apply(form), refused)))
                        .map(Visits::to));
    }

    /** What came too often is refused as such: leading on would ask for one more page. */
    private Mono<URI> said(Visit visit, String page, Problem refused) {
        String code = refused.kind().code();
        boolean saidThere = words.known(code) && refused.kind() != RequestProblem.TOO_MANY_REQUESTS;
        return saidThere ? Mono.just(visit.at(page, PROBLEM, code)) : Mono.error(refused);
    }

    /** A page of the account. */
    Mono<ResponseEntity<String>> page(Visit visit, String template, Map<String, ?> model) {
        return pages.page(HttpStatus.OK, template, visit.site().id(), visit.request(), model);
    }

    /** What was refused just now, if there are words for it; empty otherwise. */
    String problem(Visit visit) {
        String code = visit.request().getQueryParams().getFirst(PROBLEM);
        return code != null && words.known(code) ? code : "";
    }

    static <T> ResponseEntity<T> to(URI address) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(address)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
