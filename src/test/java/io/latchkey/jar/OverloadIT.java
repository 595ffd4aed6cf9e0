package io.latchkey.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.jar.Stress.Probed;
import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.Wait;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Many more readers than one replica can serve: it says so, lives, loses nothing and recovers. */
class OverloadIT {

    private static final int READERS = 200;
    private static final int ARTICLES = 2_000;
    private static final int UNLOCKS = 1_000;

    /** As many as keep it busy. */
    private static final int USUAL = 24;

    private static final int SAMPLES = 25;

    @Test
    void answersProbesAndLosesNothingWhileThereIsMoreThanItCanDo(TestReporter report) throws SQLException {
        // That a probe waits behind nobody is shown without a clock elsewhere; this one is patient.
        overload(report, 300, Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(1));
    }

    @Tag("torture")
    @Test
    void answersProbesInTimeAndIsAsFastAsUsualSecondsLater(TestReporter report) throws SQLException {
        overload(report, 1_500, Duration.ofSeconds(40), Duration.ofSeconds(2), Duration.ofSeconds(5));
    }

    private static void overload(
            TestReporter report, int browsers, Duration time, Duration longestProbe, Duration longestRecovery)
            throws SQLException {
        String database = TestDatabase.fresh();
        Map<String, String> environment = new HashMap<>(JarProcess.operated(database));
        environment.put("LATCHKEY_PROBES_PORT", "0");
        // As it is by default: here nobody else keeps the machine busy.
        environment.put("LATCHKEY_REQUESTS_BOUND", "3s");
        try (JarProcess jar = JarProcess.start(environment)) {
            Api api = jar.ready();
            List<TestReader> readers = readers(api);

            Stress usual = new Stress(api, readers, ARTICLES);
            usual.run(USUAL, time.dividedBy(4), jar.probes());
            Duration before = typical(api, readers);

            Stress overload = new Stress(api, readers, ARTICLES);
            Probed probed = overload.run(browsers, time, jar.probes());
            Duration recovery = recovery(api, readers, before.multipliedBy(3));

            report.publishEntry(Map.of(
                    "served a second, usually",
                    "" + usual.served() * 4 / time.toSeconds(),
                    "served a second, overloaded",
                    "" + overload.served() / time.toSeconds(),
                    "answers",
                    overload.answers().toString(),
                    "probes",
                    probed.count() + ", slowest " + probed.slowest().toMillis() + " ms",
                    "an unlock before",
                    before.toMillis() + " ms",
                    "as fast again after",
                    recovery.toMillis() + " ms"));
            assertThat(probed.slowest()).isLessThan(longestProbe);
            assertThat(recovery).isLessThan(longestRecovery);
            assertThat(overload.served()).isPositive();
            assertThat(overload.answers().keySet())
                    .allMatch(answer -> answer.equals("200 ")
                            || answer.equals("201 ")
                            || answer.startsWith("503 ")
                            || answer.equals("429 too-many-waiting"));
            assertThat(jar.log()).doesNotContain(" ERROR ");
            usual.spent().forEach((opened, times) -> overload.spent().merge(opened, times, Integer::sum));
            new UnlockAudit(database).agreesWith(overload.spent());
        }
    }

    private static List<TestReader> readers(Api api) {
        TestSite site = TestSite.create(api, "gazette").articles(UnlockLoad.PREFIX, ARTICLES, "premium");
        return IntStream.range(0, READERS)
                .mapToObj(i -> {
                    String ref = "reader" + i;
                    assertThat(site.grant(ref, UNLOCKS).status()).isEqualTo(201);
                    return site.reader(ref);
                })
                .toList();
    }

    /** How long until an unlock takes no longer than this, by the median of some. */
    private static Duration recovery(Api api, List<TestReader> readers, Duration usual) {
        long begin = System.nanoTime();
        Wait.until(
                "unlocks that take less than " + usual,
                () -> typical(api, readers),
                typical -> typical.compareTo(usual) < 0);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** The median of some unlocks, one after the other. */
    private static Duration typical(Api api, List<TestReader> readers) {
        return IntStream.range(0, SAMPLES)
                .mapToObj(i -> {
                    long begin = System.nanoTime();
                    Answer answer = readers.get(i)
                            .unlockAsync(api, UnlockLoad.PREFIX + i)
                            .join();
                    assertThat(answer.status()).isIn(200, 201, 503);
                    return Duration.ofNanos(System.nanoTime() - begin);
                })
                .sorted()
                .toList()
                .get(SAMPLES / 2);
    }
}
