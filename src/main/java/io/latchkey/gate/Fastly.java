package io.latchkey.gate;

import io.latchkey.access.Verdict;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * A preflight as Fastly's services make it: the result stands in {@code Paywall-Result}, and what
 * is left on the reader's meter in {@code Paywall-Meta}. The status says the same, so that an edge
 * that reads only that is not open.
 */
record Fastly() implements Dialect {

    static final String RESULT = "Paywall-Result";
    static final String BLOCK = "BLOCK";

    private static final String META = "Paywall-Meta";

    @Override
    public @Nullable String uri(ServerHttpRequest request) {
        return GateQuestion.header(request, "X-Original-URI");
    }

    @Override
    public ResponseEntity<String> answer(GateDecision decision) {
        return Dialect.usual(decision)
                .header(RESULT, decision.allowed() ? "ALLOW" : BLOCK)
                .header(META, meta(decision.verdict()))
                .build();
    }

    /** An empty object where the reader was not looked at. */
    private static String meta(@Nullable Verdict verdict) {
        return verdict == null
                ? "{}"
                : "{\"remain\":%d,\"total\":%d}".formatted(verdict.meterLeft(), verdict.meterLimit());
    }
}
