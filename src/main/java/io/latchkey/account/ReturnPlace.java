package io.latchkey.account;

import io.latchkey.shared.web.WebOrigin;
import io.latchkey.site.SiteId;
import io.latchkey.site.Sites;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Where a reader came from to sign in or to decide on a plan, kept by the browser meanwhile. An open
 * redirect would let anybody borrow our name: only the site's own pages and those of its account
 * count, when it is kept and when it is used.
 */
@Component
public class ReturnPlace {

    static final String PARAMETER = "returnTo";
    private static final Duration KEPT = Duration.ofMinutes(30);
    private static final int LONGEST = 2_000;

    private final Sites sites;

    ReturnPlace(Sites sites) {
        this.sites = sites;
    }

    /** The cookie that keeps what the request names; empty where it names none of these. */
    public Mono<ResponseCookie> named(SiteId site, ServerHttpRequest request) {
        return Mono.justOrEmpty(request.getQueryParams().getFirst(PARAMETER))
                .flatMap(place -> own(site, place))
                .map(place -> cookie(site, encoded(place), KEPT));
    }

    /**
     * The cookie that keeps a page of the account; empty where it is none, or too long for a cookie.
     * The account itself takes no other's place: whoever looks at it may have come for that one.
     */
    public static Optional<ResponseCookie> keeping(SiteId site, String page, ServerHttpRequest request) {
        return OwnPage.of(site, page)
                .filter(own -> !(own.isHome(site) && isKept(site, request)))
                .map(OwnPage::address)
                .filter(address -> address.toString().length() <= LONGEST)
                .map(address -> cookie(site, encoded(address), KEPT));
    }

    /** What this browser keeps; empty when nothing, or none of these pages. */
    public Mono<URI> kept(SiteId site, ServerHttpRequest request) {
        return Mono.justOrEmpty(request.getCookies().getFirst(name(site)))
                .map(HttpCookie::getValue)
                .flatMap(value -> Mono.justOrEmpty(decoded(value)))
                .flatMap(place -> own(site, place));
    }

    /** Whether to look for it. */
    static boolean isKept(SiteId site, ServerHttpRequest request) {
        return request.getCookies().getFirst(name(site)) != null;
    }

    public static ResponseCookie forgotten(SiteId site) {
        return cookie(site, "", Duration.ZERO);
    }

    private Mono<URI> own(SiteId site, String place) {
        return Mono.justOrEmpty(OwnPage.of(site, place).map(OwnPage::address))
                .filter(_ -> place.length() <= LONGEST)
                .switchIfEmpty(Mono.defer(() -> ofTheSite(site, place)));
    }

    private Mono<URI> ofTheSite(SiteId site, String place) {
        return Mono.justOrEmpty(address(place))
                .filterWhen(address -> sites.get(site)
                        .map(found -> WebOrigin.at(address)
                                .filter(found.origins()::contains)
                                .isPresent()));
    }

    private static Optional<URI> address(String place) {
        return place.length() > LONGEST ? Optional.empty() : WebOrigin.address(place);
    }

    private static String encoded(URI place) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(place.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> decoded(String value) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static ResponseCookie cookie(SiteId site, String value, Duration life) {
        return ResponseCookie.from(name(site), value)
                .secure(true)
                .httpOnly(true)
                .sameSite("Lax")
                .path("/")
                .maxAge(life)
                .build();
    }

    private static String name(SiteId site) {
        return "__Host-return-" + site.value();
    }
}
