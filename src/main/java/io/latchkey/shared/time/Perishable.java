package io.latchkey.shared.time;

import java.time.Instant;
import reactor.core.publisher.Mono;

/** Rows that have an end: each room with a growing table says how they go. */
public interface Perishable {

    /** Deletes what has had its time and says how many rows that were. */
    Mono<Long> purge(Instant now);
}
