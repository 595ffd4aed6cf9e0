package io.latchkey.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.shared.time.Round;
import java.time.Duration;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * Drives a run for a test that counts on all that is due being done by it: where another holds some
 * of it, the test fails here and says so, and not later for a reason nobody sees.
 */
public final class ByHand {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private ByHand() {}

    /** Runs it to its end, and says how many it did. */
    public static long run(Mono<Round> run) {
        Round round = Objects.requireNonNull(run.block(PATIENCE));
        assertThat(round.held())
                .as("due, but held by another run (%d were done)", round.done())
                .isZero();
        return round.done();
    }
}
