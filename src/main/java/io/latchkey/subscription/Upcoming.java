package io.latchkey.subscription;

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
    TRIAL_END(Duration.ofDays(7), "told_of", "status = 'trialing'"),
    /** The renewal of a long period: 15 to 45 days before (the same, paragraph (b)(2)). */
    RENEWAL(Duration.ofDays(30), "told_of", "status = 'active'"),
    /**
     * That the next payment is another one than the last: 3 to 21 days before the end of a
     * promotional price (the same, paragraph (b)(1)), 7 to 30 days before a new price (paragraph
     * (e)). Whoever chose another plan knows.
     */
    CHARGE(
            Duration.ofDays(14),
            "charge_told_of",
            """
            status = 'active' AND next_charge_minor <> charge_minor
                AND coalesce(next_plan_id, plan_id) = plan_id
            """);

    private static final int LONG_DAYS = 365;

    private final Duration ahead;
    private final String toldOf;
    private final String condition;

    Upcoming(Duration ahead, String toldOf, String condition) {
        this.ahead = ahead;
        this.toldOf = toldOf;
        this.condition = condition;
    }

    /** How long before. */
    Duration ahead() {
        return ahead;
    }

    /** The column that holds which end the reader was told of. */
    String toldOf() {
        return toldOf;
    }

    /** Whose subscriptions, in SQL. */
    String condition() {
        return condition;
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
