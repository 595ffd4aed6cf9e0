package io.latchkey.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/**
 * The one way in which tests wait: for a condition, long enough for a slow machine, and whoever
 * waits in vain reads for what, and what was seen last.
 */
public final class Wait {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private Wait() {}

    /** Looks until it is so. */
    public static void until(String what, Callable<Boolean> so) {
        until(what, so, Boolean::booleanValue);
    }

    /** Looks until what is seen is enough, and returns it; a look that fails ends the waiting. */
    public static <T> T until(String what, Callable<T> look, Predicate<? super T> enough) {
        return until(PATIENCE, what, look, enough);
    }

    static <T> T until(Duration patience, String what, Callable<T> look, Predicate<? super T> enough) {
        long begin = System.nanoTime();
        T seen = seen(what, look);
        while (!enough.test(seen)) {
            if (System.nanoTime() - begin >= patience.toNanos()) {
                throw new AssertionError("waited %s for: %s; seen last: %s".formatted(patience, what, seen));
            }
            pause(BETWEEN_LOOKS);
            seen = seen(what, look);
        }
        return seen;
    }

    private static <T> T seen(String what, Callable<T> look) {
        try {
            return look.call();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("waiting for: %s; seen last: %s".formatted(what, e), e);
        }
    }

    /** For the pace of what a test plays itself; nothing is waited for like this. */
    public static void pause(Duration pace) {
        try {
            Thread.sleep(pace);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(e);
    }
}
