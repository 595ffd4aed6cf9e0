package io.latchkey.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.payment.sync.RenewalRun;
import io.latchkey.subscription.renewal.UnheardRenewals;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Silence is not failure: only the provider's word fails or ends anything (rule 6). */
class SilentProviderTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final TestService SERVICE = TestService.with(UnreliableSandbox.class, TestDatabase.fresh());

    private final TestSite site = SERVICE.site("silence")
            .settings("\"graceDays\":5")
            .article("dossier", "subscribers")
            .monthlyPlan("monthly", 900, 3);
    private final TestSubscriber ada = TestSubscriber.of(site.reader("ada"), "monthly");
    private final Instant paidUntil = ada.paidUntil();

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @AfterEach
    void everythingIsBack() {
        UnreliableSandbox.back(SERVICE);
    }

    @Test
    void isOpenForTwoWeeksThenPastDueAndNeverOver() {
        UnreliableSandbox.down("*");
        advanceTo(paidUntil.plus(Duration.ofDays(14)).minusSeconds(60));
        assertThat(ada.status()).isEqualTo("active");
        assertThat(ada.reader().reason("dossier")).isEqualTo("plan");
        assertThat(unheard()).isEqualTo(1);

        advanceTo(paidUntil.plus(Duration.ofDays(14)));
        assertThat(ada.status()).isEqualTo("past_due");
        assertThat(ada.reader().reason("dossier")).isEqualTo("subscription-past-due");
        advanceTo(paidUntil.plus(Duration.ofDays(65)));
        assertThat(ada.status()).isEqualTo("past_due");
        assertThat(told("subscription.payment-failed")).isZero();
        assertThat(told("subscription.expired")).isZero();
        assertThat(unheard()).isEqualTo(1);

        UnreliableSandbox.back(SERVICE);
        advanceTo(paidUntil.plus(Duration.ofDays(66)));
        assertThat(ada.status()).isEqualTo("active");
        assertThat(ada.reader().reason("dossier")).isEqualTo("plan");
        assertThat(ada.paidUntil()).isAfter(paidUntil.plus(Duration.ofDays(85)));
        assertThat(refunded()).as("each of four months, and none paid back").containsOnly(0L);
        assertThat(refunded()).hasSize(4);
        assertThat(unheard()).isZero();
    }

    @Test
    void doesNotEndWhatMayBePaidWhenTheGraceIsOver() {
        ada.card("declines");
        advanceTo(paidUntil);
        assertThat(ada.status()).isEqualTo("past_due");
        ada.card("pays");
        UnreliableSandbox.down("*");
        advanceTo(paidUntil.plus(Duration.ofDays(9)));
        assertThat(ada.status()).isEqualTo("past_due");
        assertThat(ada.reader().reason("dossier")).isEqualTo("subscription-past-due");
        assertThat(unheard()).as("the provider did say something").isZero();

        UnreliableSandbox.back(SERVICE);
        advanceTo(paidUntil.plus(Duration.ofDays(10)));
        assertThat(ada.status()).isEqualTo("active");
        assertThat(refunded()).containsExactly(0L, 0L);
    }

    @Test
    void endsWhatIsUnpaidWhenTheProviderSaysSoAgain() {
        ada.card("declines");
        advanceTo(paidUntil);
        UnreliableSandbox.down("*");
        advanceTo(paidUntil.plus(Duration.ofDays(9)));
        assertThat(ada.status()).isEqualTo("past_due");
        UnreliableSandbox.back(SERVICE);
        advanceTo(paidUntil.plus(Duration.ofDays(10)));
        assertThat(ada.status()).isEqualTo("expired");
        assertThat(refunded()).containsExactly(0L);
    }

    @Test
    void givesTheDaysOfGraceFromWhenItIsHeardThatNothingWasPaid() {
        ada.card("declines");
        UnreliableSandbox.down("*");
        advanceTo(paidUntil.plus(Duration.ofDays(9)));
        assertThat(ada.status()).isEqualTo("active");
        UnreliableSandbox.back(SERVICE);
        advanceTo(paidUntil.plus(Duration.ofDays(10)));
        assertThat(ada.status()).isEqualTo("past_due");
        assertThat(told("subscription.payment-failed")).isEqualTo(1);
        assertThat(ada.reader().reason("dossier")).isEqualTo("plan");
        ada.card("pays");
        advanceTo(paidUntil.plus(Duration.ofDays(15)));
        assertThat(ada.status()).isEqualTo("active");
    }

    @Test
    void tellsOfAFailureOnceHoweverLateTheNextTryIs() {
        ada.card("declines");
        advanceTo(paidUntil);
        assertThat(told("subscription.payment-failed")).isEqualTo(1);
        // The provider's next try is due, and it does not get to it.
        UnreliableSandbox.passes(Duration.ofDays(1));
        for (int look = 0; look < 6; look++) {
            SERVICE.bean(RenewalRun.class).run().block(PATIENCE);
            UnreliableSandbox.passes(Duration.ofHours(3));
        }
        assertThat(told("subscription.payment-failed")).isEqualTo(1);
        advanceTo(paidUntil.plus(Duration.ofDays(2)));
        assertThat(told("subscription.payment-failed")).isEqualTo(2);
    }

    private double unheard() {
        SERVICE.bean(UnheardRenewals.class).count().block(PATIENCE);
        return SERVICE
                .bean(MeterRegistry.class)
                .find("latchkey.subscriptions.unheard")
                .tag("site", site.id())
                .gauges()
                .stream()
                .mapToDouble(gauge -> gauge.value())
                .sum();
    }

    private long told(String type) {
        try (Connection database = TestDatabase.connect(SERVICE.databaseUrl());
                PreparedStatement query =
                        database.prepareStatement("SELECT count(*) FROM event WHERE site_id = ? AND type = ?")) {
            query.setString(1, site.id());
            query.setString(2, type);
            try (ResultSet found = query.executeQuery()) {
                found.next();
                return found.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Long> refunded() {
        return ada.reader().payments().stream()
                .map(payment -> payment.path("refundedMinor").asLong())
                .toList();
    }

    private static void advanceTo(Instant moment) {
        UnreliableSandbox.advanceTo(SERVICE, moment);
    }
}
