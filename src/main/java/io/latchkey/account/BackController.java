package io.latchkey.account;

import io.latchkey.site.SiteId;
import java.net.URI;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Leads readers who signed in back to where they came from, by whichever way they signed in. */
@RestController
class BackController {

    private final Pages pages;
    private final ReturnPlace places;

    BackController(Pages pages, ReturnPlace places) {
        this.pages = pages;
        this.places = places;
    }

    @GetMapping(path = "/account/{site}/sign-in/back", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> back(@PathVariable SiteId site, ServerHttpRequest request) {
        return places.kept(site, request)
                .flatMap(place -> to(site, place, request))
                .switchIfEmpty(Mono.fromSupplier(() -> to(home(site, "", request))))
                .map(page -> Pages.with(page, ReturnPlace.forgotten(site)));
    }

    /**
     * To the site by a new navigation: a redirect would still be that of a form, which our policy
     * binds to our own pages.
     */
    private Mono<ResponseEntity<String>> to(SiteId site, URI place, ServerHttpRequest request) {
        return place.isAbsolute()
                ? pages.page(HttpStatus.OK, "back", site, request, Map.of("url", place.toString()))
                : Mono.just(to(place));
    }

    private static ResponseEntity<String> to(URI page) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER).location(page).build();
    }

    /** Where a reader goes who signed in by a form of ours. */
    static URI landing(SiteId site, ServerHttpRequest request) {
        return home(site, ReturnPlace.isKept(site, request) ? "sign-in/back" : "", request);
    }

    private static URI home(SiteId site, String rest, ServerHttpRequest request) {
        return URI.create("/account/" + site.value() + "/" + rest + PageLanguage.query(request));
    }
}
