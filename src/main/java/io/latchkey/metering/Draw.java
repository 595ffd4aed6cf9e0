package io.latchkey.metering;

/**
 * How a draw ended.
 *
 * @param left what is left after it: of the reader's grants, or of the meter
 */
public record Draw(Outcome outcome, long left) {

    /** The ways a draw can end. */
    public enum Outcome {
        /** One was spent for this request. */
        SPENT,
        /** It was open before: nothing was spent. */
        OPEN,
        /** There was nothing left to spend. */
        NONE,
        /** The anonymous reader has become a known one meanwhile. */
        MERGED
    }
}
