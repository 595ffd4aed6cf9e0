package io.latchkey.shared.time;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits between the tries of what fails, each twice as long as the one before.
 *
 * @param first after the first failure
 * @param longest however many there were
 */
public record BackOff(Duration first, Duration longest) {

    private static final int MOST_DOUBLINGS = 20;

    /** A fifth more or less than the doubled time, so that what failed together comes apart. */
    public Duration after(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.clamp(failures - 1L, 0, MOST_DOUBLINGS));
        Duration bounded = doubled.compareTo(longest) > 0 ? longest : doubled;
        return Duration.ofMillis(
                (long) (bounded.toMillis() * ThreadLocalRandom.current().nextDouble(0.8, 1.2)));
    }
}
