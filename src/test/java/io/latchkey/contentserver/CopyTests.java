package io.latchkey.contentserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * How long a content server goes on with what it fetched, in earnest: 300 s, with pauses of 30 s.
 */
class CopyTests {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2031-03-01T09:30:00Z"));
    private final Copy<String> copy =
            new Copy<>(this::fetch, Duration.ofSeconds(300), Duration.ofSeconds(30), now::get);
    private String published = "first";
    private boolean away;
    private int fetches;

    @Test
    void fetchesOnceUntilItsTimeIsOver() {
        assertThat(copy.get()).contains("first");
        published = "second";

        later(299);
        assertThat(copy.get()).contains("first");
        assertThat(fetches).isEqualTo(1);

        later(1);
        assertThat(copy.get()).contains("second");
        assertThat(fetches).isEqualTo(2);
    }

    @Test
    void goesOnWithTheLastWhileNothingCanBeFetched() {
        assertThat(copy.get()).contains("first");
        away = true;

        later(100_000);
        assertThat(copy.get()).contains("first");
        assertThat(copy.get()).contains("first");
        assertThat(fetches).as("it pauses after a failure").isEqualTo(2);

        later(30);
        away = false;
        published = "second";
        assertThat(copy.get()).contains("second");
    }

    @Test
    void looksAgainOnceAndThenPauses() {
        assertThat(copy.get()).contains("first");
        published = "second";

        later(29);
        assertThat(copy.again()).contains("first");
        later(1);
        assertThat(copy.again()).contains("second");
        published = "third";
        assertThat(copy.again()).contains("second");
        assertThat(fetches).isEqualTo(2);
    }

    @Test
    void hasNothingUntilTheFirstSuccess() {
        away = true;
        assertThat(copy.get()).isEmpty();

        away = false;
        assertThat(copy.get()).contains("first");
    }

    private void later(long seconds) {
        now.updateAndGet(time -> time.plusSeconds(seconds));
    }

    private String fetch(@Nullable String held) throws IOException {
        fetches++;
        if (away) {
            throw new IOException("away");
        }
        return published;
    }
}
