package io.latchkey.account.home;

import io.latchkey.account.Pages;
import io.latchkey.account.ProblemWords;
import io.latchkey.account.ReturnPlace;
import io.latchkey.reader.session.BrowserSessions;
import io.latchkey.reader.session.ReaderSession;
import io.latchkey.reader.session.Turns;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.problem.RequestProblem;
import io.latchkey.site.Site;
import io.latchkey.site.SiteId;
import io.latchkey.site.Sites;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
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

    private static final String SIGN_IN = "/sign-in";

    /** Says on the page to sign in on which page the session turned out to be over. */
    private static final String ENDED = "ended";

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
        return look(id, request, answer, way -> Mono.just(signIn(way, page(request))));
    }

    /**
     * Answers likewise with what is no page: whoever has to sign in first is led to one afterwards.
     *
     * @param page that page
     */
    <T> Mono<ResponseEntity<T>> look(
            SiteId id, ServerHttpRequest request, String page, Function<Visit, Mono<ResponseEntity<T>>> answer) {
        return look(id, request, answer, way -> Mono.just(signIn(way, Visit.at(way.site(), page, request))));
    }

    private <T> Mono<ResponseEntity<T>> look(
            SiteId id,
            ServerHttpRequest request,
            Function<Visit, Mono<ResponseEntity<T>>> answer,
            Function<WayIn, Mono<ResponseEntity<T>>> stranger) {
        return sites.get(id)
                .zipWhen(_ -> sessions.of(id, request).map(Optional::of).defaultIfEmpty(Optional.empty()))
                .flatMap(both -> {
                    Site site = both.getT1();
                    Optional<ReaderSession> session = both.getT2();
                    return session.filter(found -> !found.anonymous())
                            .map(found -> turns.take(found.reader(), answer.apply(new Visit(found, site, request))))
                            .orElseGet(() -> stranger.apply(
                                    new WayIn(site, request, session.isEmpty() && sessions.isKept(id, request))));
                });
    }

    /**
     * Somebody who has to sign in first.
     *
     * @param ended whether their browser keeps a session that is over
     */
    private record WayIn(Site site, ServerHttpRequest request, boolean ended) {

        URI page() {
            return HttpMethod.POST.equals(request.getMethod())
                    ? Visit.at(site, SIGN_IN, request, ENDED, "form")
                    : ended ? Visit.at(site, SIGN_IN, request, ENDED, "page") : Visit.at(site, SIGN_IN, request);
        }
    }

    /** To where readers sign in, and back to this page from there. */
    private static <T> ResponseEntity<T> signIn(WayIn way, URI page) {
        ResponseEntity<T> answer = to(way.page());
        return ReturnPlace.keeping(way.site().id(), page.toString(), way.request())
                .map(cookie -> Pages.with(answer, cookie))
                .orElse(answer);
    }

    private static URI page(ServerHttpRequest request) {
        String query = request.getURI().getRawQuery();
        return URI.create(request.getPath().value() + (query == null ? "" : "?" + query));
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
        ServerHttpRequest request = exchange.getRequest();
        return look(
                id,
                request,
                visit -> exchange.getFormData()
                        .flatMap(form -> Mono.defer(() -> deed.apply(visit, form))
                                .onErrorResume(Problem.class, refused -> said(visit, page.apply(form), refused)))
                        .map(Visits::to),
                way -> exchange.getFormData()
                        .map(form -> signIn(way, Visit.at(way.site(), page.apply(form), request))));
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
