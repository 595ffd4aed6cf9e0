package io.latchkey.token.key;

import io.latchkey.shared.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.annotation.Bean;

/**
 * Wall time that stands still until a test moves it, the same for all replicas. Not marked as a
 * configuration: the service under test would find it by its scan, and every test's time stood
 * still.
 */
class SettableTime {

    private static final AtomicReference<Instant> NOW = new AtomicReference<>(Instant.parse("2031-03-01T09:30:00Z"));

    @Bean
    Clock settableClock() {
        return new Clock(NOW::get);
    }

    static Instant now() {
        return NOW.get();
    }

    static void advance(Duration step) {
        NOW.updateAndGet(now -> now.plus(step));
    }
}
