package io.latchkey.subscription.leaving;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The time in which a reader may withdraw from a contract: fourteen days, counted from the day
 * after it was made (directive 2011/83/EU, article 9; regulation 1182/71, article 3). One that
 * would end on a Saturday or Sunday ends with the Monday that follows (article 3 paragraph 4 of the
 * latter).
 *
 * @param start when the contract was made
 * @param zone whose days count: the site's
 */
record WithdrawalPeriod(Instant start, ZoneId zone) {

    private static final int DAYS = 14;

    /** The end of the last day: from this moment on it is too late. */
    Instant end() {
        LocalDate last = start.atZone(zone).toLocalDate().plusDays(DAYS);
        while (weekend(last.getDayOfWeek())) {
            last = last.plusDays(1);
        }
        return last.plusDays(1).atStartOfDay(zone).toInstant();
    }

    private static boolean weekend(DayOfWeek day) {
        return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
    }
}
