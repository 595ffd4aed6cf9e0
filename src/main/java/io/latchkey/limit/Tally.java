package io.latchkey.limit;

import io.micrometer.core.instrument.Counter;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what is refused, for the metrics at once and for the log by the minute. */
final class Tally {

    private static final Logger LOG = LoggerFactory.getLogger(Tally.class);

    private final Counter counter;
    private final String what;
    private final LongAdder unsaid = new LongAdder();

    Tally(Counter counter, String what) {
        this.counter = counter;
        this.what = what;
    }

    void add() {
        counter.increment();
        unsaid.increment();
    }

    /** Nothing is said of nothing. */
    void report() {
        long count = unsaid.sumThenReset();
        if (count > 0) {
            LOG.warn("{}, {} times since the last such line", what, count);
        }
    }
}
