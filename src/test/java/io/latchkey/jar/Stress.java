package io.latchkey.jar;

import io.latchkey.jar.UnlockLoad.Opened;
import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.RawHttp;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/** Browsers that unlock at random, each again as soon as it is answered, and whoever probes. */
final class Stress {

    private static final Duration BETWEEN_PROBES = Duration.ofMillis(100);
    private static final List<String> PROBES =
            List.of("GET /actuator/health/liveness", "GET /actuator/health/readiness");

    private final Api api;
    private final List<TestReader> readers;
    private final int articles;

    /** Answered 201, and how often: by reader and article. */
    private final Map<Opened, Integer> spent = new ConcurrentHashMap<>();

    /** How often each status and code was answered. */
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();

    Stress(Api api, List<TestReader> readers, int articles) {
        this.api = api;
        this.readers = readers;
        this.articles = articles;
    }

    /** How long the slowest probe waited, and how many there were. */
    record Probed(Duration slowest, int count) {}

    /**
     * So many browsers for so long, while liveness and readiness are asked there; a probe that is
     * not answered with 200 is an error.
     */
    Probed run(int browsers, Duration time, int probesPort) {
        long end = System.nanoTime() + time.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < browsers; i++) {
                threads.execute(() -> browse(end));
            }
            return probe(end, probesPort);
        }
    }

    Map<Opened, Integer> spent() {
        return spent;
    }

    Map<String, LongAdder> answers() {
        return answers;
    }

    /** How many were served, by unlocking or because it was unlocked before. */
    long served() {
        return answers.entrySet().stream()
                .filter(answer -> answer.getKey().startsWith("20"))
                .mapToLong(answer -> answer.getValue().sum())
                .sum();
    }

    private void browse(long end) {
        while (System.nanoTime() < end) {
            TestReader reader = readers.get(random(readers.size()));
            String article = UnlockLoad.PREFIX + random(articles);
            Answer answer = reader.unlockAsync(api, article).join();
            answers.computeIfAbsent(answer.status() + " " + answer.code(), _ -> new LongAdder())
                    .increment();
            if (answer.status() == 201) {
                spent.merge(new Opened(reader.ref(), article), 1, Integer::sum);
            }
        }
    }

    private static Probed probe(long end, int port) {
        Duration slowest = Duration.ZERO;
        int count = 0;
        while (System.nanoTime() < end) {
            for (String probe : PROBES) {
                long begin = System.nanoTime();
                RawHttp.Reply reply = RawHttp.send(port, probe);
                Duration took = Duration.ofNanos(System.nanoTime() - begin);
                if (reply.status() != 200) {
                    throw new AssertionError(probe + ": " + reply);
                }
                slowest = took.compareTo(slowest) > 0 ? took : slowest;
                count++;
            }
            Wait.pause(BETWEEN_PROBES);
        }
        return new Probed(slowest, count);
    }

    private static int random(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }
}
