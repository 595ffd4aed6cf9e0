package io.latchkey.shared.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The one clock. Business time (periods, expiry, subscriptions) can be moved ahead by the sandbox;
 * token time is the wall clock, because content servers check tokens against theirs.
 */
public final class Clock {

    private final InstantSource wall;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    /** A clock that runs on the given source of wall time. */
    public Clock(InstantSource wall) {
        this.wall = wall;
    }

    /** Business time, in PostgreSQL's resolution so that a stored value compares equal. */
    public Instant now() {
        return wall.instant().plus(ahead.get()).truncatedTo(ChronoUnit.MICROS);
    }

    /** The time that {@code iat} and {@code exp} are taken from; no sandbox moves it. */
    public Instant tokenTime() {
        return wall.instant();
    }

    /** Lets business time run ahead of the wall clock; never by less than before. */
    public void runAheadBy(Duration lead) {
        ahead.accumulateAndGet(lead, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }
}
