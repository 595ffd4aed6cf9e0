package io.latchkey.subscription.leaving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fourteen days by the site's calendar, across month ends, leap days and daylight saving. */
class WithdrawalPeriodTests {

    @ParameterizedTest
    @CsvSource({
        // The day of the contract is not counted, however early in it that was.
        "2026-11-02T00:00:00Z, UTC, 2026-11-17T00:00:00Z",
        "2026-11-02T23:59:59Z, UTC, 2026-11-17T00:00:00Z",
        // It is another day in Berlin.
        "2026-11-02T23:30:00Z, Europe/Berlin, 2026-11-17T23:00:00Z",
        "2026-11-03T01:00:00Z, America/New_York, 2026-11-17T05:00:00Z",
        // Ends on a Saturday or Sunday: with the Monday after it.
        "2026-11-07T12:00:00Z, UTC, 2026-11-24T00:00:00Z",
        "2026-11-08T12:00:00Z, UTC, 2026-11-24T00:00:00Z",
        "2026-11-09T12:00:00Z, UTC, 2026-11-24T00:00:00Z",
        "2026-11-06T12:00:00Z, UTC, 2026-11-21T00:00:00Z",
        // Month end and leap day.
        "2028-02-15T12:00:00Z, UTC, 2028-03-01T00:00:00Z",
        "2027-02-15T12:00:00Z, UTC, 2027-03-02T00:00:00Z",
        // Clocks change within it: in spring and in autumn.
        "2026-03-20T12:00:00Z, Europe/Berlin, 2026-04-03T22:00:00Z",
        "2026-10-16T12:00:00Z, Europe/Berlin, 2026-10-30T23:00:00Z",
        // A day that has no midnight begins when it begins.
        "2026-08-21T12:00:00Z, America/Santiago, 2026-09-05T04:00:00Z"
    })
    void endsWithTheLastDay(Instant start, ZoneId zone, Instant end) {
        assertThat(new WithdrawalPeriod(start, zone).end()).isEqualTo(end);
    }
}
