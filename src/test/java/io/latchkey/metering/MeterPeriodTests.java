package io.latchkey.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.site.MeterLength;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Months of a site's time zone, where clocks are put forward and back at midnight too. */
class MeterPeriodTests {

    private static final MeterLength MONTH = new MeterLength.CalendarMonth();
    private static final long FROM = Instant.parse("2005-01-01T00:00:00Z").getEpochSecond();
    private static final long TO = Instant.parse("2045-01-01T00:00:00Z").getEpochSecond();

    @Property(tries = 2_000)
    void everyMomentLiesInTheMonthThatItsReadBegins(@ForAll("zones") ZoneId zone, @ForAll("moments") Instant moment) {
        assertThat(month(moment, zone).holds(moment)).isTrue();
    }

    @Property(tries = 1_000)
    void everyMomentOfAMonthBeginsThatSameMonth(
            @ForAll("zones") ZoneId zone,
            @ForAll("moments") Instant moment,
            @ForAll @LongRange(min = 0, max = 1_000_000) long millionth) {
        MeterPeriod month = month(moment, zone);
        long length = Duration.between(month.start(), month.end()).toSeconds();
        Instant other = month.start().plusSeconds((length - 1) * millionth / 1_000_000);
        assertThat(month(other, zone)).isEqualTo(month);
    }

    @Property(tries = 1_000)
    void monthsTileTimeWithoutGapAndWithoutOverlap(@ForAll("zones") ZoneId zone, @ForAll("moments") Instant moment) {
        MeterPeriod month = month(moment, zone);
        assertThat(month(month.end(), zone).start()).isEqualTo(month.end());
        assertThat(month(month.start().minusNanos(1), zone).end()).isEqualTo(month.start());
    }

    @Property(tries = 1_000)
    void aMonthBeginsWithTheFirstMomentOfItsFirstDay(@ForAll("zones") ZoneId zone, @ForAll("moments") Instant moment) {
        ZonedDateTime start = month(moment, zone).start().atZone(zone);
        assertThat(start.getDayOfMonth()).isEqualTo(1);
        assertThat(start.minusNanos(1).toLocalDate()).isBefore(start.toLocalDate());
    }

    @Property(tries = 500)
    void rollingDaysHoldTheReadThatBeganThemAndLastThatManyTimes24Hours(
            @ForAll("zones") ZoneId zone,
            @ForAll("moments") Instant read,
            @ForAll @IntRange(min = 1, max = 366) int days) {
        MeterPeriod period = MeterPeriod.begunBy(read, new MeterLength.RollingDays(days), zone);
        assertThat(period.start()).isEqualTo(read);
        assertThat(period.holds(read)).isTrue();
        assertThat(period.holds(period.end())).isFalse();
        assertThat(Duration.between(period.start(), period.end()).toHours()).isEqualTo(24L * days);
    }

    @Example
    void aMonthOfBerlinBeginsAtItsOwnMidnightInWinterAndInSummer() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        MeterPeriod march = month(Instant.parse("2026-03-15T12:00:00Z"), berlin);
        assertThat(march.start()).isEqualTo("2026-02-28T23:00:00Z");
        assertThat(march.end()).isEqualTo("2026-03-31T22:00:00Z");
    }

    @Example
    void aMonthInWhichApiaSkippedADayIsADayShorter() {
        ZoneId apia = ZoneId.of("Pacific/Apia");
        MeterPeriod december = month(Instant.parse("2011-12-15T00:00:00Z"), apia);
        assertThat(Duration.between(december.start(), december.end()).toDays()).isEqualTo(30);
    }

    /**
     * On 1 November 2009 Newfoundland put its clocks back from 00:01 to 23:01 of the day before.
     */
    @Example
    void theHourThatBelongsToBothMonthsIsCountedToTheSecond() {
        ZoneId newfoundland = ZoneId.of("America/St_Johns");
        Instant novemberBegan =
                LocalDate.of(2009, 11, 1).atStartOfDay(newfoundland).toInstant();
        Instant onceMoreInOctober = novemberBegan.plus(Duration.ofMinutes(20));
        assertThat(onceMoreInOctober.atZone(newfoundland).getMonthValue()).isEqualTo(10);
        assertThat(month(onceMoreInOctober, newfoundland).start()).isEqualTo(novemberBegan);
    }

    private static MeterPeriod month(Instant moment, ZoneId zone) {
        return MeterPeriod.begunBy(moment, MONTH, zone);
    }

    /** Sao Paulo, Havana, Beirut and Asuncion changed at midnight; Lord Howe by half an hour. */
    @Provide
    static Arbitrary<ZoneId> zones() {
        return Arbitraries.of(
                        "UTC",
                        "Europe/Berlin",
                        "America/New_York",
                        "Pacific/Apia",
                        "America/Sao_Paulo",
                        "America/Havana",
                        "Asia/Beirut",
                        "America/Asuncion",
                        "America/St_Johns",
                        "Africa/Cairo",
                        "Asia/Amman",
                        "Australia/Lord_Howe",
                        "Pacific/Kiritimati",
                        "Asia/Kathmandu")
                .map(ZoneId::of);
    }

    /** Half of them close to the turn of a month, where mistakes would be. */
    @Provide
    static Arbitrary<Instant> moments() {
        Arbitrary<Instant> any = Arbitraries.longs().between(FROM, TO).map(Instant::ofEpochSecond);
        Arbitrary<Instant> nearTheTurn = Arbitraries.integers()
                .between(0, 479)
                .flatMap(month -> Arbitraries.integers()
                        .between(-16 * 3_600, 16 * 3_600)
                        .map(seconds -> LocalDate.of(2005, 1, 1)
                                .plusMonths(month)
                                .atStartOfDay(ZoneId.of("UTC"))
                                .toInstant()
                                .plusSeconds(seconds)));
        return Arbitraries.oneOf(any, nearTheTurn);
    }
}
