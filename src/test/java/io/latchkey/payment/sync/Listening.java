package io.latchkey.payment.sync;

import io.latchkey.testing.TestService;
import java.time.Duration;
import java.util.Objects;

/** Has a service ask for what it did not hear. */
public final class Listening {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Listening() {}

    /** How many events there were; they wait in the inbox. */
    public static long again(TestService at) {
        return Objects.requireNonNull(at.bean(MissedEvents.class).run().block(PATIENCE));
    }
}
