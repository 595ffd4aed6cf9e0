package io.latchkey.subscription.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Boundaries of paid periods: on the anchor's day, at the anchor's time, whatever lies between. */
class BillingPeriodsTests {

    private static final long FROM = Instant.parse("2012-01-01T00:00:00Z").getEpochSecond();
    private static final long TO = Instant.parse("2045-01-01T00:00:00Z").getEpochSecond();

    @Property(tries = 1_000)
    void fallOnTheAnchorsDayOrTheLastOfAShorterMonth(
            @ForAll("anchors") Instant anchor,
            @ForAll("zones") ZoneId zone,
            @ForAll("calendarPeriods") Period period,
            @ForAll @IntRange(max = 60) int n) {
        ZonedDateTime begun = anchor.atZone(zone);
        ZonedDateTime boundary =
                new BillingPeriods(anchor, period, zone).boundary(n).atZone(zone);
        YearMonth month = YearMonth.from(begun).plusMonths(period.toTotalMonths() * n);
        assertThat(YearMonth.from(boundary)).isEqualTo(month);
        assertThat(boundary.getDayOfMonth()).isEqualTo(Math.min(begun.getDayOfMonth(), month.lengthOfMonth()));
    }

    @Property(tries = 1_000)
    void keepTheTimeOfDayOnTheSitesClocksUnlessItDoesNotExistThatDay(
            @ForAll("anchors") Instant anchor,
            @ForAll("zones") ZoneId zone,
            @ForAll("anyPeriods") Period period,
            @ForAll @IntRange(max = 60) int n) {
        ZonedDateTime begun = anchor.atZone(zone);
        ZonedDateTime boundary =
                new BillingPeriods(anchor, period, zone).boundary(n).atZone(zone);
        Duration later = Duration.between(begun.toLocalTime(), boundary.toLocalTime());
        assertThat(later).isIn(Duration.ZERO, Duration.ofHours(1), Duration.ofHours(-23));
        if (!later.isZero()) {
            assertThat(zone.getRules()
                            .getValidOffsets(boundary.toLocalDateTime().minusHours(1)))
                    .as("put forward at %s", boundary)
                    .isEmpty();
        }
    }

    @Property(tries = 1_000)
    void strictlyIncrease(
            @ForAll("anchors") Instant anchor,
            @ForAll("zones") ZoneId zone,
            @ForAll("anyPeriods") Period period,
            @ForAll @IntRange(max = 200) int n) {
        BillingPeriods periods = new BillingPeriods(anchor, period, zone);
        assertThat(periods.boundary(n)).isBefore(periods.boundary(n + 1));
    }

    @Property(tries = 300)
    void beginWithTheAnchorItself(
            @ForAll("anchors") Instant anchor, @ForAll("zones") ZoneId zone, @ForAll("anyPeriods") Period period) {
        assertThat(new BillingPeriods(anchor, period, zone).boundary(0)).isEqualTo(anchor);
    }

    @Example
    void oneMonthAfter31JanuaryIsTheLastOfFebruaryAndTheNextIs31March() {
        BillingPeriods monthly = utc("2027-01-31T10:00:00Z", "P1M");
        assertThat(monthly.boundary(1)).isEqualTo("2027-02-28T10:00:00Z");
        assertThat(monthly.boundary(2)).isEqualTo("2027-03-31T10:00:00Z");
        assertThat(monthly.boundary(3)).isEqualTo("2027-04-30T10:00:00Z");
        assertThat(monthly.boundary(13)).isEqualTo("2028-02-29T10:00:00Z");
    }

    @Example
    void aYearFromALeapDayEndsOn28FebruaryUntilTheNextLeapYear() {
        BillingPeriods yearly = utc("2028-02-29T10:00:00Z", "P1Y");
        assertThat(yearly.boundary(1)).isEqualTo("2029-02-28T10:00:00Z");
        assertThat(yearly.boundary(4)).isEqualTo("2032-02-29T10:00:00Z");
    }

    @Example
    void aDayIsADayOnBerlinsClocksAlsoWhenItHas23Or25Hours() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant spring = Instant.parse("2027-03-27T08:00:00Z");
        Instant autumn = Instant.parse("2027-10-30T08:00:00Z");
        Period day = Period.ofDays(1);
        assertThat(new BillingPeriods(spring, day, berlin).boundary(1)).isEqualTo("2027-03-28T07:00:00Z");
        assertThat(new BillingPeriods(autumn, day, berlin).boundary(1)).isEqualTo("2027-10-31T09:00:00Z");
    }

    @Example
    void aBoundaryInTheHourThatNewYorkSkipsIsAnHourLaterAndTheNextIsNot() {
        ZoneId newYork = ZoneId.of("America/New_York");
        Instant anchor = ZonedDateTime.of(2027, 2, 14, 2, 30, 0, 0, newYork).toInstant();
        BillingPeriods monthly = new BillingPeriods(anchor, Period.ofMonths(1), newYork);
        assertThat(monthly.boundary(1).atZone(newYork).toLocalTime()).hasToString("03:30");
        assertThat(monthly.boundary(2).atZone(newYork).toLocalTime()).hasToString("02:30");
    }

    @Example
    void aMonthWhoseLastDayButOneApiaSkippedEndsOnTheDayThatFollows() {
        ZoneId apia = ZoneId.of("Pacific/Apia");
        Instant anchor = ZonedDateTime.of(2011, 11, 30, 12, 0, 0, 0, apia).toInstant();
        BillingPeriods monthly = new BillingPeriods(anchor, Period.ofMonths(1), apia);
        assertThat(monthly.boundary(1).atZone(apia).toLocalDate()).isEqualTo(LocalDate.of(2011, 12, 31));
        assertThat(monthly.boundary(2).atZone(apia).toLocalDate()).isEqualTo(LocalDate.of(2012, 1, 30));
    }

    private static BillingPeriods utc(String anchor, String period) {
        return new BillingPeriods(Instant.parse(anchor), Period.parse(period), ZoneId.of("UTC"));
    }

    /** Whatever became of the zone, or however long a pause in months of other lengths was. */
    @Property(tries = 1_000)
    void endTogetherWithoutOneMoreOrLess(
            @ForAll("anchors") Instant anchor,
            @ForAll("zones") ZoneId zone,
            @ForAll("zones") ZoneId other,
            @ForAll @IntRange(min = 1, max = 24) int given) {
        Period month = Period.ofMonths(1);
        Instant last = new BillingPeriods(anchor, month, zone).boundary(given);
        BillingPeriods periods = new BillingPeriods(anchor, month, other);
        assertThat(periods.end(given, last)).isEqualTo(last);
        for (int n = 1; n < given; n++) {
            assertThat(periods.end(n, last)).isEqualTo(periods.boundary(n)).isBefore(last);
        }
    }

    @Provide
    static Arbitrary<ZoneId> zones() {
        return Arbitraries.of("UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia", "Africa/Cairo")
                .map(ZoneId::of);
    }

    @Provide
    static Arbitrary<Period> calendarPeriods() {
        return Arbitraries.of("P1M", "P3M", "P6M", "P1Y", "P1Y6M").map(Period::parse);
    }

    @Provide
    static Arbitrary<Period> anyPeriods() {
        return Arbitraries.of("P1D", "P1W", "P14D", "P1M", "P1M1D", "P3M", "P1Y")
                .map(Period::parse);
    }

    /** Half of them in the night, where clocks change, and on days that not every month has. */
    @Provide
    static Arbitrary<Instant> anchors() {
        Arbitrary<Instant> any = Arbitraries.longs().between(FROM, TO).map(Instant::ofEpochSecond);
        Arbitrary<Instant> lateDays = Arbitraries.integers()
                .between(0, 390)
                .flatMap(month -> Arbitraries.integers()
                        .between(0, 4 * 24 * 60)
                        .map(minutes -> LocalDate.of(2012, 1, 28)
                                .plusMonths(month)
                                .atStartOfDay(ZoneId.of("UTC"))
                                .toInstant()
                                .plusSeconds(60L * minutes)));
        return Arbitraries.oneOf(any, lateDays);
    }
}
