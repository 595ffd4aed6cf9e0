package io.latchkey.gate;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Envoy's {@code ext_authz} over HTTP: 200, and nothing else, serves. It asks for the reader's own
 * path, with a prefix that its configuration puts before it; so the site stands in the prefix and
 * the article in the path, and no header of the reader counts.
 */
record Envoy() implements Dialect {

    /** What the prefix is, with the site's id after it. */
    static final String PREFIX = "/v1/gate/envoy/";

    @Override
    public @Nullable String article(ServerHttpRequest request) {
        return prefixed(request) ? null : Dialect.super.article(request);
    }

    @Override
    public @Nullable String uri(ServerHttpRequest request) {
        if (!prefixed(request)) {
            return null;
        }
        String asked = request.getURI().getRawPath();
        int end = asked.indexOf('/', PREFIX.length());
        return end < 0 ? "/" : asked.substring(end);
    }

    @Override
    public ResponseEntity<String> answer(GateDecision decision) {
        return Dialect.usual(decision).build();
    }

    private static boolean prefixed(ServerHttpRequest request) {
        return request.getURI().getRawPath().startsWith(PREFIX);
    }
}
