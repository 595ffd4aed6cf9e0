package io.latchkey.subscription.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.MovingTime;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** Periods that follow one another: paid, with their unlocks, at the price that was agreed. */
class RenewalTests {

    private static final ZoneId UTC = ZoneId.of("UTC");

    private final TestSite site = MovingTime.service()
            .site("renewals")
            .article("dossier", "subscribers")
            .article("essay", "premium", "business")
            .monthlyPlan("monthly", 900, 3)
            .plan("tried", """
                {"kind":"subscription","name":"Tried","period":"P1M","trial":"P14D",
                 "price":{"amountMinor":900,"currency":"EUR"},"unlocksPerPeriod":2}
                """);

    @Test
    void beginsTheNextPeriodWhereTheLastOneEndedAndKeepsAccessOpen() {
        TestSubscriber ada = TestSubscriber.of(site.reader("ada"), "monthly");
        Instant first = ada.paidUntil();
        MovingTime.advanceTo(first);
        assertThat(ada.status()).isEqualTo("active");
        assertThat(ada.is("periodStart")).isEqualTo(first.toString());
        assertThat(ada.paidUntil()).isAfter(first.plus(Period.ofDays(27))).isBefore(first.plus(Period.ofDays(32)));
        assertThat(ada.reader().reason("dossier")).isEqualTo("plan");
    }

    @Test
    void givesEachPeriodItsUnlocksOnceAndCountsOnlyThoseOfTheRunningOne() throws SQLException {
        TestSubscriber ada = TestSubscriber.of(site.reader("ada"), "monthly");
        Instant begun = Instant.parse(ada.is("periodStart"));
        assertThat(ada.reader().unlock("essay").status()).isEqualTo(201);
        assertThat(ada.reader().unlockLeft()).isEqualTo(2);

        MovingTime.advance("P5M");
        assertThat(ada.reader().unlockLeft()).isEqualTo(3);
        assertThat(ada.paidUntil()).isEqualTo(begun.atZone(UTC).plusMonths(6).toInstant());
        assertThat(count("SELECT count(*) FROM unlock_grant WHERE site_id = ?")).isEqualTo(6);
        assertThat(count("SELECT count(*) FROM payment WHERE site_id = ?")).isEqualTo(6);
        assertThat(ada.reader().reason("essay")).isEqualTo("unlocked");
    }

    @Test
    void beginsWithATrialWithoutAPaymentAndPaysAtItsEnd() throws SQLException {
        TestSubscriber ada = TestSubscriber.of(site.reader("ada"), "tried");
        assertThat(ada.status()).isEqualTo("trialing");
        assertThat(ada.reader().unlockLeft()).isEqualTo(2);
        assertThat(paidMinor()).isZero();
        Instant trialEnd = Instant.parse(ada.is("trialEnd"));
        assertThat(ada.paidUntil()).isEqualTo(trialEnd);

        MovingTime.advanceTo(trialEnd);
        assertThat(ada.status()).isEqualTo("active");
        assertThat(ada.reader().unlockLeft()).isEqualTo(2);
        assertThat(paidMinor()).isEqualTo(900);
        assertThat(ada.paidUntil()).isEqualTo(trialEnd.atZone(UTC).plusMonths(1).toInstant());
    }

    @Test
    void offersATrialToAReaderOnlyOnce() throws SQLException {
        TestReader reader = site.reader("ada");
        TestSubscriber first = TestSubscriber.of(reader, "tried");
        assertThat(first.cancel("now").status()).isEqualTo(201);

        TestSubscriber second = TestSubscriber.of(reader, "tried");
        assertThat(second.status()).isEqualTo("active");
        assertThat(second.subscription().has("trialEnd")
                        && !second.subscription().path("trialEnd").isNull())
                .isFalse();
        assertThat(paidMinor()).isEqualTo(900);
    }

    @Test
    void goesOnWithAPlanThatIsNoLongerSold() {
        TestSubscriber ada = TestSubscriber.of(site.reader("ada"), "monthly");
        assertThat(site.api().delete("/v1/plans/monthly", site.key()).status()).isEqualTo(204);
        MovingTime.advance("P2M");
        assertThat(ada.status()).isEqualTo("active");
        assertThat(ada.reader().reason("dossier")).isEqualTo("plan");
        assertThat(ada.reader().unlockLeft()).isEqualTo(3);
    }

    @Test
    void goesOnAtThePriceThatWasAgreedWhenThePlanBecomesDearer() throws SQLException {
        TestSubscriber ada = TestSubscriber.of(site.reader("ada"), "monthly");
        site.monthlyPlan("monthly", 1_900, 3);
        MovingTime.advance("P2M");
        assertThat(ada.subscription().path("price").path("amountMinor").asInt()).isEqualTo(900);
        assertThat(paidMinor()).isEqualTo(3 * 900);
        TestSubscriber bob = TestSubscriber.of(site.reader("bob"), "monthly");
        assertThat(bob.subscription().path("price").path("amountMinor").asInt()).isEqualTo(1_900);
    }

    private long paidMinor() throws SQLException {
        return count("SELECT coalesce(sum(price_minor), 0) FROM payment WHERE site_id = ?");
    }

    private long count(String sql) throws SQLException {
        try (Connection database = TestDatabase.connect(MovingTime.service().databaseUrl());
                PreparedStatement query = database.prepareStatement(sql)) {
            query.setString(1, site.id());
            try (ResultSet answer = query.executeQuery()) {
                answer.next();
                return answer.getLong(1);
            }
        }
    }
}
