package io.latchkey.account.home;

import io.latchkey.account.Pages;
import io.latchkey.reader.session.BrowserSessions;
import io.latchkey.reader.session.ReaderCookie;
import io.latchkey.shared.problem.Problem;
import io.latchkey.site.Site;
import io.latchkey.site.SiteId;
import io.latchkey.site.Sites;
import java.net.URI;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The sites at which this browser is signed in. */
@RestController
class SitesController {

    /** Whoever makes up more cookies than that has to look them up alone. */
    private static final int MOST = 20;

    private final Pages pages;
    private final BrowserSessions sessions;
    private final Sites sites;

    SitesController(Pages pages, BrowserSessions sessions, Sites sites) {
        this.pages = pages;
        this.sessions = sessions;
        this.sites = sites;
    }

    /** A site as the list shows it. */
    record Known(String id, String name) {
        static Known of(Site site) {
            return new Known(site.id().value(), site.name());
        }
    }

    @GetMapping("/account")
    ResponseEntity<String> withoutSlash() {
        return Visits.to(URI.create("/account/"));
    }

    @GetMapping(path = "/account/", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> list(ServerHttpRequest request) {
        return Flux.fromIterable(request.getCookies().keySet())
                .filter(name -> name.startsWith(ReaderCookie.PREFIX))
                .take(MOST)
                .concatMap(name -> known(name, request))
                .collectList()
                .flatMap(known -> pages.bare(HttpStatus.OK, "sites", request, Map.of("sites", known)));
    }

    private Mono<Known> known(String cookie, ServerHttpRequest request) {
        return Mono.fromCallable(() -> new SiteId(cookie.substring(ReaderCookie.PREFIX.length())))
                .flatMap(id -> sessions.of(id, request)
                        .filter(session -> !session.anonymous())
                        .flatMap(_ -> sites.get(id)))
                .map(Known::of)
                .onErrorResume(Problem.class, _ -> Mono.empty());
    }
}
