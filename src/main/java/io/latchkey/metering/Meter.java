package io.latchkey.metering;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.latchkey.site.MeterLength;
import io.latchkey.site.MeterRules;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A reader's meter as it stands.
 *
 * @param limit reads of this period; a changed rule counts from the next
 * @param used how many of them are gone
 * @param resetsAt when the period ends; null when none has begun and the first read will begin it
 */
public record Meter(
        int limit,
        int used,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Instant resetsAt) {

    /** How many reads the meter still pays for. */
    @JsonProperty("left")
    public int left() {
        return Math.max(0, limit - used);
    }

    /** The meter at this moment, from the stored period, or from the rules when that is over. */
    public static Meter at(Instant now, @Nullable Stored stored, MeterRules rules, boolean anonymous, ZoneId zone) {
        if (stored != null && now.isBefore(stored.endsAt())) {
            return new Meter(stored.limit(), stored.used(), stored.endsAt());
        }
        boolean calendar = rules.period() instanceof MeterLength.CalendarMonth;
        return new Meter(
                rules.limitFor(anonymous),
                0,
                calendar ? MeterPeriod.begunBy(now, rules.period(), zone).end() : null);
    }

    /**
     * The row of a reader's latest period.
     *
     * @param limit fixed when the period began
     */
    public record Stored(int limit, int used, Instant endsAt) {}
}
