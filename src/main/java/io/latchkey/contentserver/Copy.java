package io.latchkey.contentserver;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was fetched last: kept for its time, and for as long as it cannot be fetched again. One
 * request fetches; others go on with what is there, and wait only where there is nothing yet.
 */
final class Copy<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Copy.class);

    /** While there is nothing yet: how often it is tried, and how long anybody waits for another's try. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Source<T> source;
    private final Duration life;
    private final Duration pause;
    private final InstantSource clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable Kept<T> kept;
    private volatile Instant triedAt = Instant.MIN;

    Copy(Source<T> source, Duration life, Duration pause, InstantSource clock) {
        this.source = source;
        this.life = life;
        this.pause = pause;
        this.clock = clock;
    }

    /** Where it comes from; throws rather than answer with what is no good. */
    @FunctionalInterface
    interface Source<T> {
        T fetch(@Nullable T held) throws IOException, InterruptedException;
    }

    private record Kept<T>(T value, Instant at) {}

    /** The value, fetched again when its time is over; empty when it never could be fetched. */
    Optional<T> get() {
        Kept<T> held = kept;
        if (held == null) {
            return first();
        }
        if (!clock.instant().isBefore(held.at().plus(life))) {
            lookAgain();
        }
        return value();
    }

    /** The value after another look, unless there was one just now. */
    Optional<T> again() {
        lookAgain();
        return value();
    }

    private Optional<T> first() {
        try {
            if (fetching.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    if (kept == null && mayTry(FIRST_PAUSE)) {
                        fetch();
                    }
                } finally {
                    fetching.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return value();
    }

    private void lookAgain() {
        if (mayTry(pause) && fetching.tryLock()) {
            try {
                if (mayTry(pause)) {
                    fetch();
                }
            } finally {
                fetching.unlock();
            }
        }
    }

    private boolean mayTry(Duration after) {
        return triedAt.equals(Instant.MIN) || !clock.instant().isBefore(triedAt.plus(after));
    }

    private void fetch() {
        Instant asked = clock.instant();
        triedAt = asked;
        try {
            Kept<T> held = kept;
            kept = new Kept<>(source.fetch(held == null ? null : held.value()), asked);
        } catch (IOException | RuntimeException e) {
            LOG.warn("not fetched, going on with what is there: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<T> value() {
        return Optional.ofNullable(kept).map(Kept::value);
    }
}
