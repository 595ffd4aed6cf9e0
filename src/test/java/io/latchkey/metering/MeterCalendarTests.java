package io.latchkey.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.site.MeterLength;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the free articles are counted anew. */
class MeterCalendarTests {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        # zone             | read                      | counted from              | until
        UTC                | 2027-02-15T12:00Z         | 2027-02-01T00:00Z         | 2027-03-01T00:00Z
        UTC                | 2028-02-29T23:59:59Z      | 2028-02-01T00:00Z         | 2028-03-01T00:00Z
        UTC                | 2027-12-31T23:59:59Z      | 2027-12-01T00:00Z         | 2028-01-01T00:00Z
        # The same moment lies in February in Auckland, in January in Honolulu.
        Pacific/Auckland   | 2027-01-31T12:00Z         | 2027-02-01T00:00+13:00    | 2027-03-01T00:00+13:00
        Pacific/Honolulu   | 2027-02-01T09:59Z         | 2027-01-01T00:00-10:00    | 2027-02-01T00:00-10:00
        # March lacks an hour, October has one more.
        Europe/Berlin      | 2027-03-28T03:00+02:00    | 2027-03-01T00:00+01:00    | 2027-04-01T00:00+02:00
        Europe/Berlin      | 2027-10-31T02:30+01:00    | 2027-10-01T00:00+02:00    | 2027-11-01T00:00+01:00
        Asia/Beirut        | 2024-04-15T12:00+03:00    | 2024-04-01T00:00+03:00    | 2024-05-01T00:00+03:00
        # Half-hour zones.
        Asia/Kathmandu     | 2027-05-31T23:59+05:45    | 2027-05-01T00:00+05:45    | 2027-06-01T00:00+05:45
        Australia/Lord_Howe | 2027-04-04T02:00+10:30   | 2027-04-01T00:00+11:00    | 2027-05-01T00:00+10:30
        """)
    void aMonthIsCounted(ZoneId zone, String read, String from, String until) {
        MeterPeriod month =
                MeterPeriod.begunBy(OffsetDateTime.parse(read).toInstant(), new MeterLength.CalendarMonth(), zone);
        assertThat(month.start()).isEqualTo(OffsetDateTime.parse(from).toInstant());
        assertThat(month.end()).isEqualTo(OffsetDateTime.parse(until).toInstant());
    }
}
