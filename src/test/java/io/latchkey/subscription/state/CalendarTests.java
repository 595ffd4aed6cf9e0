package io.latchkey.subscription.state;

import static io.latchkey.subscription.state.SubscriptionLife.DEADLINES;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.billing.BillingState;
import io.latchkey.subscription.billing.BillingStatus;
import io.latchkey.subscription.state.Deadlines.Due;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days of grace and pauses over month ends, leap days and clocks that change. */
class CalendarTests {

    private static final UUID RECEIPT = new UUID(1, 1);

    /** A day of grace has 24 hours, wherever the site is and whatever its clocks do. */
    @ParameterizedTest(name = "unpaid from {0}, {1} days")
    @CsvSource({
        "2027-01-31T10:00Z,      0, 2027-01-31T10:00Z",
        "2027-01-31T10:00Z,      5, 2027-02-05T10:00Z",
        "2027-02-27T23:00Z,      2, 2027-03-01T23:00Z",
        "2028-02-27T23:00Z,      2, 2028-02-29T23:00Z",
        "2028-02-29T12:00Z,      7, 2028-03-07T12:00Z",
        "2027-12-31T23:59Z,      1, 2028-01-01T23:59Z",
        "2027-03-27T10:00+01:00, 1, 2027-03-28T11:00+02:00",
        "2027-10-30T10:00+02:00, 1, 2027-10-31T09:00+01:00",
    })
    void graceEnds(String unpaidFrom, int graceDays, String end) {
        Instant paidUntil = moment(unpaidFrom);
        Instant over = moment(end);
        Instant start = paidUntil.minus(Duration.ofDays(20));
        Subscription pastDue = BillingStep.of(
                        begun(start, paidUntil),
                        there(BillingStatus.UNPAID, start, paidUntil),
                        false,
                        paidUntil,
                        RECEIPT)
                .next();
        Deadlines deadlines = new Deadlines(Duration.ofDays(graceDays), Duration.ofDays(14));
        assertThat(deadlines.openUntil(pastDue)).isEqualTo(over);
        assertThat(deadlines.dueNow(pastDue, over.minusNanos(1_000))).isNotEqualTo(Due.END);
        assertThat(deadlines.dueNow(pastDue, over)).isEqualTo(Due.END);
    }

    /** The time that was paid and not had is given back to the second. */
    @ParameterizedTest(name = "paid to {0}, paused {1} to {2}")
    @CsvSource({
        // Over the end of February, and over a leap day.
        "2027-03-01T10:00Z, 2027-02-20T10:00Z, 2027-03-20T10:00Z, 2027-03-29T10:00Z",
        "2028-03-01T10:00Z, 2028-02-20T10:00Z, 2028-03-20T10:00Z, 2028-03-30T10:00Z",
        // Over the hour that Berlin's clocks skip: 32 days and 23 hours of a pause.
        "2027-04-10T10:00+02:00, 2027-03-20T10:00+01:00, 2027-04-22T10:00+02:00," + " 2027-05-13T09:00+02:00",
        // Over the hour that Berlin's clocks repeat.
        "2027-11-10T10:00+01:00, 2027-10-20T10:00+02:00, 2027-11-20T10:00+01:00," + " 2027-12-11T11:00+01:00",
        // A second, and a year.
        "2027-02-01T00:00Z, 2027-01-31T23:59:59Z, 2027-02-01T00:00:00Z, 2027-02-01T00:00:01Z",
        "2028-02-29T10:00Z, 2028-02-28T10:00Z, 2029-02-28T10:00Z, 2029-03-01T10:00Z",
    })
    void aPauseGivesBack(String paidUntil, String from, String to, String then) {
        Subscription active = begun(moment(from).minus(Duration.ofDays(9)), moment(paidUntil));
        Subscription paused = active.paused(moment(from), moment(to));
        assertThat(DEADLINES.openUntil(paused)).isNull();
        assertThat(DEADLINES.dueNow(paused, moment(to).minusNanos(1_000))).isEqualTo(Due.NOTHING);
        assertThat(DEADLINES.dueNow(paused, moment(to))).isEqualTo(Due.RESUMPTION);
        Subscription resumed = paused.resumed(moment(to));
        assertThat(resumed.paidUntil()).isEqualTo(moment(then));
        assertThat(resumed.course().anchor())
                .as("periods are counted from there")
                .isEqualTo(moment(then));
        Subscription canceled = paused.canceledAtPeriodEnd(moment(to), RECEIPT);
        assertThat(DEADLINES.openUntil(canceled)).isEqualTo(moment(then));
    }

    private static Subscription begun(Instant start, Instant paidUntil) {
        return Subscription.begun(
                new UUID(7, 7),
                new ReaderKey(new SiteId("gazette"), new UUID(8, 8)),
                there(BillingStatus.RUNNING, start, paidUntil),
                false,
                true,
                start);
    }

    private static BillingState there(BillingStatus status, Instant start, Instant end) {
        return new BillingState(
                new PlanId("basic"),
                new Price(900L, "EUR"),
                Period.ofMonths(1),
                null,
                null,
                null,
                status,
                start,
                end,
                null,
                false,
                null);
    }

    private static Instant moment(String text) {
        return OffsetDateTime.parse(text.strip()).toInstant();
    }
}
