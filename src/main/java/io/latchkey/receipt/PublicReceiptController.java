package io.latchkey.receipt;

import io.latchkey.limit.Limit;
import io.latchkey.limit.Limits;
import io.latchkey.site.Site;
import io.latchkey.site.SiteId;
import io.latchkey.site.Sites;
import io.latchkey.words.Figures;
import io.latchkey.words.Languages;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Receipts for whoever has their id: to verify, and to print. */
@RestController
class PublicReceiptController {

    private final ReceiptProofs proofs;
    private final ReceiptPages pages;
    private final Sites sites;
    private final Limits limits;

    PublicReceiptController(ReceiptProofs proofs, ReceiptPages pages, Sites sites, Limits limits) {
        this.proofs = proofs;
        this.pages = pages;
        this.sites = sites;
        this.limits = limits;
    }

    /** For programs that do not say what they take: both other ways would be as good. */
    @GetMapping("/v1/receipts/{receipt}/verify")
    Mono<ResponseEntity<ReceiptVerification>> verifyUnasked(@PathVariable UUID receipt, ServerHttpRequest request) {
        return verify(receipt, request);
    }

    @GetMapping(path = "/v1/receipts/{receipt}/verify", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<ReceiptVerification>> verify(@PathVariable UUID receipt, ServerHttpRequest request) {
        return limited(request, proofs.verify(receipt))
                .map(found ->
                        guarded().header(HttpHeaders.VARY, HttpHeaders.ACCEPT).body(found));
    }

    @GetMapping(path = "/v1/receipts/{receipt}/verify", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> verification(
            @PathVariable UUID receipt,
            @RequestParam(required = false) @Nullable String lang,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String accepted,
            ServerHttpRequest request) {
        return limited(request, proofs.verify(receipt))
                .zipWhen(found -> site(found.site()))
                .flatMap(both -> {
                    Optional<Site> site = both.getT2();
                    Figures show = figures(
                            site.map(Site::locale).orElse(Locale.ENGLISH),
                            site.map(Site::timeZone).orElse(ZoneOffset.UTC),
                            lang,
                            accepted);
                    String name = site.map(Site::name).orElse(null);
                    return pages.verification(both.getT1(), show, name)
                            .map(page -> guarded(show.locale())
                                    .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                                    .body(page));
                });
    }

    @GetMapping(path = "/v1/receipts/{receipt}", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> page(
            @PathVariable UUID receipt,
            @RequestParam(required = false) @Nullable String lang,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String accepted,
            ServerHttpRequest request) {
        return limited(request, proofs.shown(receipt))
                .zipWhen(shown -> sites.get(shown.stored().site()))
                .flatMap(both -> {
                    Site site = both.getT2();
                    Figures show = figures(site.locale(), site.timeZone(), lang, accepted);
                    return pages.receipt(both.getT1(), show, site.name())
                            .map(page -> guarded(show.locale()).body(page));
                });
    }

    /** Ids could be tried: however they are asked about, it counts. */
    private <T> Mono<T> limited(ServerHttpRequest request, Mono<T> answer) {
        return limits.count(Limit.RECEIPTS, request).then(answer);
    }

    private Mono<Optional<Site>> site(@Nullable String id) {
        return id == null
                ? Mono.just(Optional.empty())
                : sites.get(new SiteId(id)).map(Optional::of);
    }

    private static Figures figures(Locale own, ZoneId zone, @Nullable String lang, @Nullable String accepted) {
        return new Figures(Languages.spoken(own, lang, accepted), zone);
    }

    private ResponseEntity.BodyBuilder guarded(Locale locale) {
        return guarded()
                .header("Content-Security-Policy", pages.policy())
                .header(HttpHeaders.CONTENT_LANGUAGE, Languages.nearest(locale).toLanguageTag())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
    }

    /** The address is the key to what stands there: no cache, index or referrer keeps it. */
    private static ResponseEntity.BodyBuilder guarded() {
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Robots-Tag", "noindex")
                .header("Referrer-Policy", "no-referrer");
    }
}
