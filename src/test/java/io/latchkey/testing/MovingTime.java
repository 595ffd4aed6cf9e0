package io.latchkey.testing;

import java.time.Duration;
import java.time.Instant;

/**
 * A service whose sandbox clock tests may move, and which does by itself only what that brings.
 * They share it: each has a site of its own and counts from the time that it finds.
 */
public final class MovingTime {

    private MovingTime() {}

    /** The service. */
    public static TestService service() {
        return Shared.SERVICE;
    }

    /** Business time. */
    public static Instant now() {
        return advance("PT0S");
    }

    /** Moves business time on, as {@code P1M} or {@code PT3H}; answers with what it is then. */
    public static Instant advance(String amount) {
        return service().advance(amount);
    }

    /** Moves business time to a moment, or up to a second later. */
    public static Instant advanceTo(Instant moment) {
        return advance(Duration.between(now(), moment).toString());
    }

    private static final class Shared {
        static final TestService SERVICE = TestService.own();
    }
}
