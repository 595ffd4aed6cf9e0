package io.latchkey.account.leaving;

import io.latchkey.account.PageLanguage;
import io.latchkey.account.Pages;
import io.latchkey.shared.problem.RequestProblem;
import io.latchkey.site.SiteId;
import io.latchkey.site.Sites;
import io.latchkey.subscription.declaration.Declaration;
import io.latchkey.subscription.declaration.Declarations;
import io.latchkey.words.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Shows what somebody declared, to whoever has its key, to be kept: as a page and as a file. */
@RestController
class DeclaredController {

    private static final String PATH = "/account/{site}/declarations/{key}";

    private final Pages pages;
    private final Declarations declarations;
    private final Sites sites;
    private final Texts words;

    DeclaredController(Pages pages, Declarations declarations, Sites sites, Texts words) {
        this.pages = pages;
        this.declarations = declarations;
        this.sites = sites;
        this.words = words;
    }

    /** It says nothing that was not typed but when it came. */
    @GetMapping(path = PATH, produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> page(@PathVariable SiteId site, @PathVariable String key, ServerHttpRequest request) {
        return text(site, key, request)
                .flatMap(text -> pages.page(
                        HttpStatus.OK, "declared", site, request, Map.of("lines", text.lines(), "key", key)));
    }

    /** The same as a file that needs nothing else to be read. */
    @GetMapping(path = PATH + "/text", produces = MediaType.TEXT_PLAIN_VALUE)
    Mono<ResponseEntity<String>> file(@PathVariable SiteId site, @PathVariable String key, ServerHttpRequest request) {
        return text(site, key, request)
                .map(text -> Pages.guarded(HttpStatus.OK, text.language())
                        .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
                        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + text.fileName() + "\"")
                        .body(text.whole()));
    }

    private Mono<DeclarationText> text(SiteId site, String key, ServerHttpRequest request) {
        return found(site, key)
                .zipWith(sites.get(site))
                .map(both -> DeclarationText.of(
                        both.getT1(), both.getT2().name(), PageLanguage.figures(request, both.getT2()), words));
    }

    private Mono<Declaration> found(SiteId site, String key) {
        return declarations.get(site, key).switchIfEmpty(Mono.error(RequestProblem.NOT_FOUND::problem));
    }
}
