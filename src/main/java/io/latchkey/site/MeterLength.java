package io.latchkey.site;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.latchkey.shared.web.Input;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long a meter's period lasts: a calendar month, or days from the first read. */
public sealed interface MeterLength {

    /** From the first of a month to the first of the next, in the site's time zone. */
    record CalendarMonth() implements MeterLength {}

    /**
     * A period that starts with the reader's first read.
     *
     * @param days of 24 hours, 1 to 366
     */
    record RollingDays(int days) implements MeterLength {}

    /** Reads {@code month} or days such as {@code P30D}. */
    @JsonCreator
    static MeterLength parse(@Nullable String value) {
        if ("month".equals(value)) {
            return new CalendarMonth();
        }
        Matcher days = Pattern.compile("P([1-9][0-9]{0,2})D").matcher(value == null ? "" : value);
        if (days.matches() && Integer.parseInt(days.group(1)) <= 366) {
            return new RollingDays(Integer.parseInt(days.group(1)));
        }
        throw Input.refused("period", "must be month, or P1D to P366D");
    }

    /** As the contract writes it. */
    @JsonValue
    default String text() {
        return switch (this) {
            case CalendarMonth _ -> "month";
            case RollingDays(int days) -> "P" + days + "D";
        };
    }
}
