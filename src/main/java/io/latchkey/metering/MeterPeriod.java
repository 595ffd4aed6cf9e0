package io.latchkey.metering;

import io.latchkey.site.MeterLength;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * The time for which a meter counts.
 *
 * @param start included
 * @param end excluded: then the meter starts again
 */
public record MeterPeriod(Instant start, Instant end) {

    /** The period that a read at this moment begins, if none is under way. */
    public static MeterPeriod begunBy(Instant read, MeterLength length, ZoneId zone) {
        return switch (length) {
            case MeterLength.CalendarMonth _ -> month(read.atZone(zone));
            case MeterLength.RollingDays(int days) -> new MeterPeriod(read, read.plus(Duration.ofDays(days)));
        };
    }

    /**
     * The month is the next one already when its first moment has come, although the clocks were
     * put back across midnight since and show the last day of the old one again.
     */
    private static MeterPeriod month(ZonedDateTime moment) {
        LocalDate first = moment.toLocalDate().withDayOfMonth(1);
        MeterPeriod shown = month(first, moment.getZone());
        return shown.holds(moment.toInstant()) ? shown : month(first.plusMonths(1), moment.getZone());
    }

    /** From midnight to midnight, or the first moment of a day on which clocks skip it. */
    private static MeterPeriod month(LocalDate first, ZoneId zone) {
        return new MeterPeriod(
                first.atStartOfDay(zone).toInstant(),
                first.plusMonths(1).atStartOfDay(zone).toInstant());
    }

    boolean holds(Instant moment) {
        return !moment.isBefore(start) && moment.isBefore(end);
    }
}
