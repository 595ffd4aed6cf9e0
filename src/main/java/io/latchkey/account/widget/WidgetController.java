package io.latchkey.account.widget;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.DigestUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Serves the widget to every page that asks for it. */
@RestController
class WidgetController {

    /** What is mended reaches readers soon, and pages do not wait for it or go without. */
    private static final CacheControl CACHING = CacheControl.maxAge(Duration.ofMinutes(5))
            .cachePublic()
            .staleWhileRevalidate(Duration.ofDays(1))
            .staleIfError(Duration.ofDays(7));

    private final WidgetModule module = WidgetModule.load();
    private final String tag = DigestUtils.md5DigestAsHex(module.plain());

    @GetMapping(path = "/latchkey.js", produces = "text/javascript")
    ResponseEntity<byte[]> module(
            @RequestHeader(name = HttpHeaders.ACCEPT_ENCODING, required = false) @Nullable String accepted) {
        boolean gzip = takesGzip(accepted);
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                .contentType(new MediaType("text", "javascript", StandardCharsets.UTF_8))
                .cacheControl(CACHING)
                // The two encodings are two representations (RFC 9110, section 8.8.3.3).
                .eTag(gzip ? tag + "-gzip" : tag)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                // For pages that isolate themselves from other origins.
                .header("Cross-Origin-Resource-Policy", "cross-origin");
        return gzip
                ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip").body(module.gzipped())
                : answer.body(module.plain());
    }

    /** RFC 9110, section 12.5.3: named, and not with a weight of nothing. */
    private static boolean takesGzip(@Nullable String accepted) {
        return accepted != null
                && Stream.of(accepted.toLowerCase(Locale.ROOT).split(",", -1))
                        .map(String::strip)
                        .anyMatch(coding -> coding.matches("gzip(\\s*;\\s*q=(1.*|0?\\.0*[1-9].*))?"));
    }
}
