package io.latchkey.gate;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Traefik's {@code forwardAuth} and Caddy's {@code forward_auth}: 2xx serves; any other answer is
 * sent to the reader as it is, unless the proxy is told to serve something better.
 */
record ForwardAuth() implements Dialect {

    private static final String CLOSED =
            "This article is for readers who unlocked it or subscribe. Sign in, or go back to the" + " page before.\n";

    @Override
    public @Nullable String uri(ServerHttpRequest request) {
        return GateQuestion.header(request, "X-Forwarded-Uri");
    }

    @Override
    public ResponseEntity<String> answer(GateDecision decision) {
        return decision.allowed()
                ? Dialect.usual(decision).build()
                : Dialect.usual(decision).contentType(MediaType.TEXT_PLAIN).body(CLOSED);
    }
}
