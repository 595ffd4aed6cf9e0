package io.latchkey.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.billing.BillingState;
import io.latchkey.subscription.billing.BillingStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Month ends, leap days, zones and clocks that change, as the sandbox bills over them. */
class BillingCalendarTests {

    private static final ReaderKey READER = new ReaderKey(new SiteId("gazette"), new UUID(8, 8));

    @ParameterizedTest(name = "{0}: {1} by {2}, trial {3}")
    @CsvSource(delimiter = '|', textBlock = """
        # Month ends: the day that it began on, or the last of a shorter month.
        UTC              | 2027-01-31T10:00Z      | P1M | -   | 2027-02-28T10:00Z 2027-03-31T10:00Z 2027-04-30T10:00Z 2027-05-31T10:00Z
        UTC              | 2028-01-31T10:00Z      | P1M | -   | 2028-02-29T10:00Z 2028-03-31T10:00Z
        UTC              | 2027-11-30T23:59Z      | P3M | -   | 2028-02-29T23:59Z 2028-05-30T23:59Z
        UTC              | 2027-08-31T00:00Z      | P6M | -   | 2028-02-29T00:00Z 2028-08-31T00:00Z
        # Leap days.
        UTC              | 2028-02-29T12:00Z      | P1Y | -   | 2029-02-28T12:00Z 2030-02-28T12:00Z 2031-02-28T12:00Z 2032-02-29T12:00Z
        UTC              | 2028-02-29T12:00Z      | P1M | -   | 2028-03-29T12:00Z 2028-04-29T12:00Z
        UTC              | 2027-02-28T12:00Z      | P1Y | -   | 2028-02-28T12:00Z 2029-02-28T12:00Z
        # The month end of the site's zone, not of UTC.
        Pacific/Kiritimati | 2027-02-01T00:30+14:00 | P1M | -   | 2027-03-01T00:30+14:00 2027-04-01T00:30+14:00
        America/New_York | 2027-01-31T22:00-05:00 | P1M | -   | 2027-02-28T22:00-05:00 2027-03-31T22:00-04:00
        # Clocks put forward: the hour that does not exist is an hour later, and only then.
        Europe/Berlin    | 2027-02-28T02:30+01:00 | P1M | -   | 2027-03-28T03:30+02:00 2027-04-28T02:30+02:00
        America/New_York | 2027-02-14T02:30-05:00 | P1M | -   | 2027-03-14T03:30-04:00 2027-04-14T02:30-04:00
        Australia/Lord_Howe | 2027-09-03T02:15+10:30 | P1M | - | 2027-10-03T02:45+11:00 2027-11-03T02:15+11:00
        # Clocks put back: the first of the two hours.
        Europe/Berlin    | 2027-08-31T02:30+02:00 | P1M | -   | 2027-09-30T02:30+02:00 2027-10-31T02:30+02:00 2027-11-30T02:30+01:00
        # Days are days of the site's clocks, of 23 and 25 hours too.
        Europe/Berlin    | 2027-03-27T10:00+01:00 | P1D | -   | 2027-03-28T10:00+02:00 2027-03-29T10:00+02:00
        Europe/Berlin    | 2027-10-30T10:00+02:00 | P1D | -   | 2027-10-31T10:00+01:00 2027-11-01T10:00+01:00
        Europe/Berlin    | 2027-03-24T10:00+01:00 | P7D | -   | 2027-03-31T10:00+02:00 2027-04-07T10:00+02:00
        # Trials: the periods count from their end.
        UTC              | 2027-01-31T10:00Z      | P1M | P1M | 2027-02-28T10:00Z 2027-03-28T10:00Z 2027-04-28T10:00Z
        UTC              | 2028-02-15T10:00Z      | P1Y | P14D | 2028-02-29T10:00Z 2029-02-28T10:00Z 2030-02-28T10:00Z
        Europe/Berlin    | 2027-03-20T10:00+01:00 | P1M | P14D | 2027-04-03T10:00+02:00 2027-05-03T10:00+02:00
        Europe/Berlin    | 2027-10-24T02:30+02:00 | P1M | P7D | 2027-10-31T02:30+02:00 2027-11-30T02:30+01:00
        """)
    void periodsEnd(ZoneId zone, String begun, String period, String trial, String ends) {
        boolean tried = !"-".equals(trial);
        SubscriptionPlan plan = plan("basic", 900, period, tried ? trial : null);
        SandboxAccount account = SandboxAccount.opened(READER, new UUID(1, 1), plan, tried, null, zone, moment(begun));
        List<Instant> seen = new ArrayList<>();
        List<Instant> expected =
                Stream.of(ends.split(" ", -1)).map(BillingCalendarTests::moment).toList();
        for (Instant end : expected) {
            seen.add(state(account).paidUntil());
            assertThat(account.bill(end.minusSeconds(1)))
                    .as("not before %s", end)
                    .isFalse();
            assertThat(account.bill(end)).as("at %s", end).isTrue();
        }
        assertThat(seen).isEqualTo(expected);
        assertThat(account.paidMinor()).hasSize(expected.size() + (tried ? 0 : 1));
        if (!tried) {
            assertThat(account.paidAt().getFirst()).isEqualTo(moment(begun));
        }
    }

    /** The difference of the prices, for the part of the period's real length that is left. */
    @ParameterizedTest(name = "{0} to {1} of {2} at {3}")
    @CsvSource(delimiter = '|', textBlock = """
        # zone            | begun                  | better | changed at             | charged
        UTC               | 2027-02-01T00:00Z      | 1900   | 2027-02-01T00:00Z      | 1000
        UTC               | 2027-02-01T00:00Z      | 1900   | 2027-02-15T00:00Z      | 500
        UTC               | 2027-02-01T00:00Z      | 1900   | 2027-02-28T23:59:59Z   | 0
        # A leap year's February is a day longer: 15 of 29 days are left.
        UTC               | 2028-02-01T00:00Z      | 1900   | 2028-02-15T00:00Z      | 517
        # From the 31st to the 28th: 14 of 28 days are left.
        UTC               | 2027-01-31T00:00Z      | 1900   | 2027-02-14T00:00Z      | 500
        # A month of 743 hours: an hour is missing, 371.5 are left.
        Europe/Berlin     | 2027-03-01T00:00+01:00 | 1900   | 2027-03-16T11:30+01:00 | 500
        # A month of 745 hours: midnight of the 16th leaves 385.
        Europe/Berlin     | 2027-10-01T00:00+02:00 | 1900   | 2027-10-16T00:00+02:00 | 517
        # Halves are rounded up: 950.5 of the better one is left.
        UTC               | 2027-02-01T00:00Z      | 1901   | 2027-02-15T00:00Z      | 501
        """)
    void aBetterPlanCosts(ZoneId zone, String begun, long better, String changedAt, long charged) {
        SandboxAccount account = SandboxAccount.opened(
                READER, new UUID(1, 1), plan("basic", 900, "P1M", null), false, null, zone, moment(begun));
        Instant paidUntil = state(account).paidUntil();
        assertThat(account.changeNow(plan("better", better, "P1M", null), moment(changedAt)))
                .isTrue();
        assertThat(account.paidMinor().stream()
                        .skip(1)
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(charged);
        assertThat(state(account).paidUntil()).as("no day more or less").isEqualTo(paidUntil);
        assertThat(account.bill(paidUntil)).isTrue();
        assertThat(account.paidMinor().getLast()).isEqualTo(better);
    }

    /** What is declined is tried again on days 1, 3, 5, 8, 14 and 21, by the hour. */
    @Test
    void aDeclinedPaymentIsTriedAgainOnASchedule() {
        SandboxAccount account = failing();
        Instant due = state(account).paidUntil();
        List<Long> tries = new ArrayList<>();
        for (Instant next = account.dueAt(); next != null; next = account.dueAt()) {
            assertThat(account.bill(next.minusSeconds(1))).isFalse();
            assertThat(account.bill(next)).isTrue();
            tries.add(Duration.between(due, next).toDays());
            assertThat(state(account).paidUntil()).isEqualTo(due);
        }
        assertThat(tries).containsExactly(0L, 1L, 3L, 5L, 8L, 14L, 21L);
        assertThat(state(account).status()).isEqualTo(BillingStatus.ENDED);
        assertThat(account.paidMinor()).hasSize(1);
    }

    @ParameterizedTest(name = "paid at try {0}")
    @CsvSource({"1", "2", "3", "4", "5", "6"})
    void whichOfTheTriesEverIsPaidPaysForThePeriodThatWasOwed(int successful) {
        SandboxAccount account = failing();
        Instant due = state(account).paidUntil();
        for (int i = 0; i < successful; i++) {
            account.bill(account.dueAt() == null ? due : account.dueAt());
        }
        account.card(false);
        Instant paidAt = account.dueAt();
        assertThat(paidAt).isNotNull();
        account.bill(paidAt == null ? due : paidAt);
        assertThat(state(account).status()).isEqualTo(BillingStatus.RUNNING);
        assertThat(state(account).periodStart()).isEqualTo(due);
        assertThat(state(account).paidUntil()).isEqualTo(moment("2027-03-31T10:00Z"));
        assertThat(state(account).retryAt()).isNull();
        assertThat(account.paidMinor()).hasSize(2);
    }

    /** The next failure begins the schedule anew. */
    @Test
    void aPaymentEndsTheSchedule() {
        SandboxAccount account = failing();
        Instant due = state(account).paidUntil();
        account.bill(due);
        account.card(false);
        account.bill(due.plus(Duration.ofDays(1)));
        account.card(true);
        Instant next = state(account).paidUntil();
        account.bill(next);
        assertThat(account.dueAt()).isEqualTo(next.plus(Duration.ofDays(1)));
    }

    private static SandboxAccount failing() {
        SandboxAccount account = SandboxAccount.opened(
                READER,
                new UUID(1, 1),
                plan("basic", 900, "P1M", null),
                false,
                null,
                ZoneId.of("UTC"),
                moment("2027-01-31T10:00Z"));
        account.card(true);
        return account;
    }

    private static BillingState state(SandboxAccount account) {
        return account.billed().state();
    }

    private static Instant moment(String text) {
        return OffsetDateTime.parse(text.strip()).toInstant();
    }

    private static SubscriptionPlan plan(String name, long priceMinor, String period, @Nullable String trial) {
        return new SubscriptionPlan(
                new PlanId(name),
                name,
                new Price(priceMinor, "EUR"),
                Period.parse(period),
                trial == null ? null : Period.parse(trial),
                List.of("standard"),
                3,
                true);
    }
}
