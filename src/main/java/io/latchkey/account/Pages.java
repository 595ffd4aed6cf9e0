package io.latchkey.account;

import io.latchkey.shared.web.WebOrigin;
import io.latchkey.site.SiteId;
import io.latchkey.site.Sites;
import io.latchkey.words.Languages;
import io.latchkey.words.Templates;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Answers with a page of the one layout. Every template has {@code site} (id, name), {@code paper}
 * (url, host: the site's own pages; null when it has none), {@code base} (where this site's pages
 * begin), {@code query} (keeps a language that was chosen by hand, to be put behind each address),
 * {@code waysOut}, {@code cancelTitle}, {@code letsWithdraw} and {@code consent} (of the {@link LocalePack}),
 * {@code lang}, {@code languages}, {@code here} (this page, to put a language behind) and {@code show}, which
 * writes dates and amounts. A page that is no site's has only {@code query}, {@code lang},
 * {@code languages} and {@code here}.
 */
@Component
public class Pages {

    /** No script or style within a page, nothing from elsewhere (CSP Level 3). */
    static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; form-action 'self'; base-uri 'none';"
            + " frame-ancestors 'none'";

    private final Templates templates;
    private final Sites sites;

    Pages(Templates templates, Sites sites) {
        this.templates = templates;
        this.sites = sites;
    }

    /**
     * The page, in the language that fits the request; refuses with {@code unknown-site}.
     *
     * @param template under {@code templates/account/}, without its ending
     */
    public Mono<ResponseEntity<String>> page(
            HttpStatus status, String template, SiteId site, ServerHttpRequest request, Map<String, ?> model) {
        return sites.get(site).flatMap(found -> {
            Locale language = PageLanguage.of(request, found.locale());
            Map<String, Object> whole = new LinkedHashMap<>(model);
            whole.put("site", Map.of("id", site.value(), "name", found.name()));
            whole.put(
                    "paper",
                    found.origins().stream().findFirst().map(Pages::paper).orElse(null));
            whole.put("imprint", found.imprint());
            whole.put("base", "/account/" + site.value());
            whole.put("show", PageLanguage.figures(request, found));
            LocalePack pack = LocalePack.of(found.locale(), language);
            whole.put(
                    "waysOut",
                    pack.waysOut().stream()
                            .map(way -> Map.of("path", way.path(), "words", way.words()))
                            .toList());
            whole.put("cancelTitle", pack.cancelTitle());
            whole.put("letsWithdraw", pack.letsWithdraw());
            whole.put("consent", pack.consent(found.withdrawals()));
            return written(status, template, request, language, whole);
        });
    }

    /** A page that is no site's. */
    public Mono<ResponseEntity<String>> bare(
            HttpStatus status, String template, ServerHttpRequest request, Map<String, ?> model) {
        Locale language = PageLanguage.of(request, Locale.ENGLISH);
        return written(status, template, request, language, model);
    }

    /** The same answer, with one more cookie. */
    public static <T> ResponseEntity<T> with(ResponseEntity<T> answer, ResponseCookie cookie) {
        HttpHeaders headers = new HttpHeaders();
        headers.addAll(answer.getHeaders());
        headers.add(HttpHeaders.SET_COOKIE, cookie.toString());
        return new ResponseEntity<>(answer.getBody(), headers, answer.getStatusCode());
    }

    private Mono<ResponseEntity<String>> written(
            HttpStatus status, String template, ServerHttpRequest request, Locale language, Map<String, ?> model) {
        return templates
                .fill("account/" + template, language, whole(request, language, model))
                .map(html -> guarded(status, language).body(html));
    }

    private static Map<String, Object> whole(ServerHttpRequest request, Locale language, Map<String, ?> model) {
        Map<String, Object> whole = new LinkedHashMap<>(model);
        whole.put("query", PageLanguage.query(request));
        whole.put("lang", language.toLanguageTag());
        whole.put("languages", Languages.ALL.stream().map(Locale::toLanguageTag).toList());
        whole.put("here", PageLanguage.toChoose(request));
        return whole;
    }

    private static Map<String, String> paper(WebOrigin origin) {
        return Map.of("url", origin + "/", "host", origin.host().shown());
    }

    /**
     * Pages are somebody's own, and their addresses may be keys: no cache, index or other site sees
     * them. The referrer policy is not {@code no-referrer}, under which browsers post forms with
     * the Origin {@code null} (Fetch, section 3.2).
     */
    public static ResponseEntity.BodyBuilder guarded(HttpStatus status, Locale language) {
        return ResponseEntity.status(status)
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .header("Content-Security-Policy", POLICY)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.CONTENT_LANGUAGE, language.toLanguageTag())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .header("Referrer-Policy", "same-origin")
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Robots-Tag", "noindex");
    }
}
