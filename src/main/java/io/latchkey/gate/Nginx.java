package io.latchkey.gate;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * nginx's {@code auth_request}: 2xx serves, 401 and 403 deny, and whatever else becomes a 500 for
 * the reader. It reads headers and no body.
 */
record Nginx() implements Dialect {

    @Override
    public @Nullable String uri(ServerHttpRequest request) {
        return GateQuestion.header(request, "X-Original-URI");
    }

    @Override
    public ResponseEntity<String> answer(GateDecision decision) {
        return Dialect.usual(decision).build();
    }
}
