package io.latchkey.gate;

import io.latchkey.access.Verdict;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** How proxies of one kind ask, and what they understand. */
sealed interface Dialect permits Nginx, Envoy, ForwardAuth, Fastly {

    /** The article that the proxy names. */
    default @Nullable String article(ServerHttpRequest request) {
        return GateQuestion.header(request, GateQuestion.ARTICLE_HEADER);
    }

    /** The address that the reader asked the proxy for. */
    @Nullable
    String uri(ServerHttpRequest request);

    /** The decision in its words. */
    ResponseEntity<String> answer(GateDecision decision);

    /**
     * 200, 401 or 403 and our headers, which all proxies read. Each header is there in each answer,
     * so that what the proxy copies from it overwrites what a reader sent.
     */
    static ResponseEntity.BodyBuilder usual(GateDecision decision) {
        HttpStatus status = switch (decision.outcome()) {
            case ALLOW -> HttpStatus.OK;
            case ASK -> HttpStatus.UNAUTHORIZED;
            case DENY -> HttpStatus.FORBIDDEN;
        };
        return ResponseEntity.status(status).headers(headers -> fill(headers, decision));
    }

    private static void fill(HttpHeaders headers, GateDecision decision) {
        Verdict verdict = decision.verdict();
        headers.set("X-Latchkey-Decision", decision.word());
        headers.set("X-Latchkey-Reason", decision.reason());
        headers.set(
                GateQuestion.ARTICLE_HEADER,
                decision.article() == null ? "" : decision.article().value());
        headers.set("X-Latchkey-Unlock-Left", verdict == null ? "" : "" + verdict.unlockLeft());
        headers.set("X-Latchkey-Meter-Left", verdict == null ? "" : "" + verdict.meterLeft());
        headers.setCacheControl("private, no-store");
        if (decision.outcome() == GateDecision.Outcome.ASK) {
            // RFC 9110, section 15.5.2: a 401 says how to come back.
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
    }
}
