package io.latchkey.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WaitTests {

    private static final Duration NOT_LONG = Duration.ofMillis(1);

    @Test
    void looksUntilItIsEnough() {
        AtomicInteger looks = new AtomicInteger();

        assertThat(Wait.until("three looks", looks::incrementAndGet, seen -> seen == 3))
                .isEqualTo(3);
        assertThat(looks).hasValue(3);
    }

    @Test
    void whoWaitsInVainReadsForWhatAndWhatWasSeenLast() {
        assertThatThrownBy(() -> Wait.until(NOT_LONG, "a letter", () -> "a bill", "letter"::equals))
                .isInstanceOf(AssertionError.class)
                .hasMessage("waited PT0.001S for: a letter; seen last: a bill");
    }

    @Test
    void aLookThatFailsEndsTheWaiting() {
        IOException shut = new IOException("shut");

        assertThatThrownBy(() -> Wait.until("a letter", () -> {
                    throw shut;
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessage("waiting for: a letter; seen last: java.io.IOException: shut")
                .hasCause(shut);
    }
}
