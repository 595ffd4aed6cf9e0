package io.latchkey.limit;

import io.latchkey.shared.problem.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Credentials that are none. Asked only once that is known, and only about them, so that a valid
 * one is served however many were tried from its address.
 */
@Component
public class FailedCredentials {

    private final Limits limits;
    private final Map<Wanted, Tally> failed = new EnumMap<>(Wanted.class);

    /** What should have come instead. */
    public enum Wanted {
        OPERATOR_KEY,
        SITE_KEY,
        READER_TOKEN,
        ID_TOKEN;

        private String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Browsers hold tokens that ran out, every day; whoever has a wrong key is a case. */
        private boolean key() {
            return this == OPERATOR_KEY || this == SITE_KEY;
        }
    }

    FailedCredentials(Limits limits, MeterRegistry meters) {
        this.limits = limits;
        for (Wanted wanted : Wanted.values()) {
            failed.put(
                    wanted,
                    new Tally(
                            meters.counter("latchkey.failed.credentials", "wanted", wanted.word()),
                            "no valid credential where the " + wanted.word() + " was wanted"));
        }
    }

    /** Fails with the refusal, or beyond the limit with {@code too-many-requests} instead. */
    public <T> Mono<T> refuse(Wanted wanted, ServerHttpRequest request, Problem refusal) {
        return Mono.<T>defer(() -> {
            Objects.requireNonNull(failed.get(wanted)).add();
            return limits.count(Limit.FAILED_CREDENTIALS, request).then(Mono.error(refusal));
        });
    }

    /** Says in one line for each kind of key how many were tried in vain since the last. */
    @Scheduled(fixedDelay = 60_000, initialDelay = 60_000)
    void report() {
        failed.forEach((wanted, tally) -> {
            if (wanted.key()) {
                tally.report();
            }
        });
    }
}
