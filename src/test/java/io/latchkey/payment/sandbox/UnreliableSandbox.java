package io.latchkey.payment.sandbox;

import io.latchkey.event.EventRelay;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderException.Reason;
import io.latchkey.shared.time.Clock;
import io.latchkey.testing.ByHand;
import io.latchkey.testing.TestService;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Mono;

/**
 * A sandbox whose calls fail when a test says so, and a wall clock that it moves: retries wait on
 * it. Not marked as a configuration: the scan would find it.
 */
class UnreliableSandbox {

    private static final Set<String> DOWN = ConcurrentHashMap.newKeySet();
    private static final Set<String> UNHEARD = ConcurrentHashMap.newKeySet();
    private static final Map<String, Mono<Void>> MEANWHILE = new ConcurrentHashMap<>();
    private static final AtomicReference<Instant> WALL = new AtomicReference<>(Instant.parse("2031-03-01T09:30:00Z"));

    @Bean
    Clock settableClock() {
        return new Clock(WALL::get);
    }

    @Bean
    SandboxFaults faults() {
        return new SandboxFaults() {
            @Override
            public Mono<Void> before(String call) {
                return failing(DOWN, call, Reason.UNAVAILABLE)
                        .then(Mono.defer(() -> MEANWHILE.getOrDefault(call, Mono.empty())));
            }

            @Override
            public Mono<Void> after(String call) {
                return failing(UNHEARD, call, Reason.UNANSWERED);
            }
        };
    }

    private static Mono<Void> failing(Set<String> calls, String call, Reason reason) {
        return calls.contains(call) || calls.contains("*")
                ? Mono.error(new ProviderException(reason, "down: " + call))
                : Mono.empty();
    }

    /** These calls get through, and their answers do not. */
    static void unheard(String... calls) {
        UNHEARD.addAll(Set.of(calls));
    }

    /** This happens here while the provider answers this call. */
    static void meanwhile(String call, Mono<Void> deed) {
        MEANWHILE.put(call, deed);
    }

    /** These calls, or all for {@code *}, do not get through. */
    static void down(String... calls) {
        DOWN.addAll(Set.of(calls));
    }

    /** All get through again, and whatever waited to be tried again is due. */
    static void back(TestService service) {
        DOWN.clear();
        UNHEARD.clear();
        MEANWHILE.clear();
        WALL.updateAndGet(now -> now.plus(Duration.ofMinutes(20)));
        relay(service);
    }

    /** Time passes, and nobody does anything in it. */
    static void passes(Duration time) {
        WALL.updateAndGet(now -> now.plus(time));
    }

    /** Lets business time go on to this moment; what falls due on the way is done. */
    static void advanceTo(TestService service, Instant moment) {
        service.advance(Duration.between(service.advance("PT0S"), moment).toString());
    }

    /** Carries on what waits. */
    static void relay(TestService service) {
        ByHand.run(service.bean(EventRelay.class).run());
    }
}
