package io.latchkey.shared.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Waits grow and end, and no two that failed together come back together. */
class BackOffTests {

    private static final BackOff BACK_OFF = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(10));

    @Test
    void doublesUpToTheLongestAndNoFurther() {
        for (int i = 0; i < 100; i++) {
            assertThat(BACK_OFF.after(1)).isBetween(Duration.ofMillis(800), Duration.ofMillis(1_200));
            assertThat(BACK_OFF.after(4)).isBetween(Duration.ofMillis(6_400), Duration.ofMillis(9_600));
            assertThat(BACK_OFF.after(10)).isBetween(Duration.ofMillis(409_600), Duration.ofMillis(614_400));
            for (int many : new int[] {11, 60, 70, Integer.MAX_VALUE}) {
                assertThat(BACK_OFF.after(many)).isBetween(Duration.ofMinutes(8), Duration.ofMinutes(12));
            }
        }
    }

    @Test
    void isTheFirstWaitBeforeAnythingFailed() {
        assertThat(BACK_OFF.after(0)).isBetween(Duration.ofMillis(800), Duration.ofMillis(1_200));
    }

    @Test
    void comesApart() {
        assertThat(IntStream.range(0, 100).mapToObj(_ -> BACK_OFF.after(5)).distinct())
                .hasSizeGreaterThan(50);
    }
}
