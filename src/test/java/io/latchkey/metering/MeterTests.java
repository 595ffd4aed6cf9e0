package io.latchkey.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.metering.Meter.Stored;
import io.latchkey.site.MeterLength;
import io.latchkey.site.MeterRules;
import java.time.Instant;
import java.time.ZoneId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The meter as a reader sees it, from the stored period or from the site's rules. */
class MeterTests {

    private static final Instant END = Instant.parse("2026-06-01T00:00:00Z");
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final MeterLength MONTH = new MeterLength.CalendarMonth();

    @Property(tries = 300)
    void keepsTheLimitOfThePeriodUnderWayWhateverTheSiteSetsMeanwhile(
            @ForAll @IntRange(max = 20) int stored,
            @ForAll @IntRange(max = 20) int used,
            @ForAll @IntRange(max = 20) int limit,
            @ForAll @IntRange(min = 1, max = 1_000_000) int secondsBefore,
            @ForAll boolean anonymous) {
        Meter meter = Meter.at(
                END.minusSeconds(secondsBefore),
                new Stored(stored, Math.min(used, stored), END),
                new MeterRules(limit, limit + 1, MONTH),
                anonymous,
                UTC);
        assertThat(meter).isEqualTo(new Meter(stored, Math.min(used, stored), END));
    }

    @Property(tries = 300)
    void startsAgainWithTheSitesLimitFromTheVeryMomentThatThePeriodEnds(
            @ForAll @IntRange(max = 20) int used,
            @ForAll @IntRange(max = 20) int limit,
            @ForAll @IntRange(max = 20) int anonymousLimit,
            @ForAll @IntRange(max = 1_000_000) int secondsAfter,
            @ForAll boolean anonymous) {
        Meter meter = Meter.at(
                END.plusSeconds(secondsAfter),
                new Stored(20, used, END),
                new MeterRules(limit, anonymousLimit, MONTH),
                anonymous,
                UTC);
        assertThat(meter.used()).isZero();
        assertThat(meter.limit()).isEqualTo(anonymous ? anonymousLimit : limit);
        assertThat(meter.resetsAt()).isEqualTo("2026-07-01T00:00:00Z");
    }

    @Property(tries = 200)
    void namesNoEndOfRollingDaysBeforeTheFirstReadBeganThem(
            @ForAll @IntRange(min = 1, max = 366) int days, @ForAll boolean anonymous) {
        MeterRules rules = new MeterRules(3, 3, new MeterLength.RollingDays(days));
        assertThat(Meter.at(END, null, rules, anonymous, UTC).resetsAt()).isNull();
    }

    @Property(tries = 200)
    void neverHasLessThanNothingLeft(@ForAll @IntRange(max = 20) int limit, @ForAll @IntRange(max = 40) int used) {
        int left = new Meter(limit, used, END).left();
        assertThat(left).isEqualTo(used >= limit ? 0 : limit - used);
    }
}
