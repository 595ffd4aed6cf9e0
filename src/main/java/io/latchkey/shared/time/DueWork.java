package io.latchkey.shared.time;

import java.time.Instant;
import reactor.core.publisher.Mono;

/**
 * Work that business time makes due: whoever moves that time stops at each such moment and has it
 * done. Where several are due at once, they take turns in the order of their beans.
 */
public interface DueWork {

    /** When the next of it is due, if any is by the given time. */
    Mono<Instant> nextDue(Instant by);

    /** One round over what is due now; says how much of it was done. */
    Mono<Long> run();
}
