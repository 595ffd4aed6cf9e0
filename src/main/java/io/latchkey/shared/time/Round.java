package io.latchkey.shared.time;

import org.slf4j.Logger;

/**
 * What a run over what is due came to. What another holds is not nothing: whoever drives a run by
 * hand learns of it.
 *
 * @param done how many the run did
 * @param held how many it found locked or leased, counted to a thousand: another run is at them, or
 *     broke off at them
 */
public record Round(long done, long held) {

    /** Tells the log what is held. */
    public void tell(Logger log) {
        if (held > 0) {
            log.debug("{} done, {} left to who holds them", done, held);
        }
    }
}
