package io.latchkey.contentserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * How long a content server goes on with what it fetched, in earnest: 300 s, with pauses of 30 s.
 */
class CopyTests {

    private static final Duration BOUND = Duration.ofSeconds(60);

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
        later(1);
        assertThat(copy.get()).contains("first");
    }

    /** Whoever comes at once waits for the one try, and not for one of their own after it. */
    @Test
    void triesOnceForAllWhoComeWhileThereIsNothing() throws InterruptedException {
        away = true;
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ends = new CountDownLatch(1);
        Copy<String> slow = new Copy<>(
                held -> {
                    begun.countDown();
                    ends.await();
                    return fetch(held);
                },
                Duration.ofSeconds(300),
                Duration.ofSeconds(30),
                now::get);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(slow::get);
            begun.await();
            var others = IntStream.range(0, 20)
                    .mapToObj(_ -> threads.submit(slow::get))
                    .toList();
            ends.countDown();
            assertThat(first).succeedsWithin(BOUND).isEqualTo(Optional.empty());
            assertThat(others)
                    .allSatisfy(it -> assertThat(it).succeedsWithin(BOUND).isEqualTo(Optional.empty()));
        }
        assertThat(fetches).isEqualTo(1);
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
