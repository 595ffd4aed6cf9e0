package io.latchkey.subscription.renewal;

import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;

/**
 * What readers are told of before the end of a period. A letter that the mail server does not take
 * is tried again for three days: each is as much earlier than the law wants it at the latest.
 */
enum Upcoming {
    /**
     * The end of a trial: 3 to 21 days before (California Business and Professions Code § 17602
     * paragraph (b)(1)), and time enough to think about it and to cancel.
     */
    TRIAL_END(Duration.ofDays(7)),
    /** The renewal of a long period: 15 to 45 days before (the same, paragraph (b)(2)). */
    RENEWAL(Duration.ofDays(30)),
    /**
     * That the next payment is another one than the last: 3 to 21 days before the end of a
     * promotional price (the same, paragraph (b)(1)), 7 to 30 days before a new price (paragraph
     * (e)). Whoever chose another plan knows.
     */
    CHARGE(Duration.ofDays(14));

    private static final int LONG_DAYS = 365;

    private final Duration ahead;

    Upcoming(Duration ahead) {
        this.ahead = ahead;
    }

    /** How long before. */
    Duration ahead() {
        return ahead;
    }

    /** Whether a letter is for periods of this length; others are only remembered as seen. */
    boolean worthTelling(Period period) {
        return switch (this) {
            case TRIAL_END, CHARGE -> true;
            case RENEWAL -> isLong(period);
        };
    }

    private static boolean isLong(Period period) {
        LocalDate someDay = LocalDate.EPOCH;
        return !someDay.plus(period).isBefore(someDay.plusDays(LONG_DAYS));
    }
}
