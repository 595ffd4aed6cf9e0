package io.latchkey.payment.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.payment.provider.ProviderHands;
import io.latchkey.payment.provider.Shop;
import io.latchkey.payment.sync.Reconciliation.Report;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/** Both sides are compared after events were lost: each difference is put right or told of. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ReconciliationContract {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String database = TestDatabase.fresh();

    @SuppressWarnings("NullAway.Init")
    private ProviderHands hands;

    @SuppressWarnings("NullAway.Init")
    private TestService service;

    @SuppressWarnings("NullAway.Init")
    private TestSite site;

    @SuppressWarnings("NullAway.Init")
    private Shop shop;

    @SuppressWarnings("NullAway.Init")
    private TestReader ada;

    @SuppressWarnings("NullAway.Init")
    private URI page;

    @SuppressWarnings("NullAway.Init")
    private Report before;

    /** A provider before services on this database. */
    protected abstract ProviderHands hands(String databaseUrl);

    @BeforeAll
    void start() {
        hands = hands(database);
        service = hands.service(null);
        shop = new Shop(hands, database);
        site = service.site("compared").article("dossier", "subscribers").monthlyPlan("monthly", 900, 3);
    }

    @AfterAll
    void stop() {
        shop.close();
        hands.close();
    }

    @BeforeEach
    void subscribe(TestInfo test) {
        ada = site.reader(test.getTestMethod().orElseThrow().getName());
        page = shop.subscribed(service, ada);
        before = compare();
        assertThat(before.repaired() + before.unwantedThere() + before.goneThere())
                .isZero();
        assertThat(before.failed()).isZero();
    }

    @Test
    void whatIsCanceledHereButLiveThereIsEndedThere() {
        assertThat(ada.cancel("period-end").status()).isEqualTo(201);
        shop.settle(service);
        hands.forgetsTheCancellation(page);
        eventsAreLost();
        assertThat(hands.standings(page)).containsExactly("live");

        assertThat(compare().repaired()).isEqualTo(1);
        assertThat(hands.standings(page)).containsExactly("ending");
        assertThat(status()).isEqualTo("canceled");
        assertThat(told("subscription.reconciled")).isEqualTo(1);
        inOrder();
    }

    @Test
    void whatIsLiveHereButEndedThereRunsOutWithAReceipt() {
        hands.ends(page);
        eventsAreLost();
        assertThat(status()).isEqualTo("active");

        Report report = compare();
        assertThat(report.goneThere()).isEqualTo(1);
        assertThat(report.repaired()).isEqualTo(1);
        ranOut();
    }

    @Test
    void whatIsLiveHereButUnknownThereRunsOutWithAReceipt() {
        hands.loses(page);
        eventsAreLost();

        Report report = compare();
        assertThat(report.goneThere()).isEqualTo(1);
        assertThat(report.repaired()).isEqualTo(1);
        ranOut();
    }

    @Test
    void whatAnotherProviderBilledIsLeftToIt() {
        hands.loses(page);
        eventsAreLost();
        assertThat(shop.rows(Shop.id(ada), """
            UPDATE billed_subscription SET provider = 'another' WHERE reader_id = ? RETURNING provider
            """)).hasSize(1);

        assertThat(compare().goneThere()).isZero();
        assertThat(status()).isEqualTo("active");
    }

    private void ranOut() {
        assertThat(status()).isEqualTo("canceled");
        assertThat(ada.reason("dossier")).as("what is paid is kept").isEqualTo("plan");
        assertThat(receipts()).containsExactly("cancellation", "purchase");
        assertThat(told("subscription.canceled")).isEqualTo(1);
        assertThat(told("subscription.reconciled")).isEqualTo(1);
        inOrder();
    }

    @Test
    void ofTwoThatAreLiveThereTheSecondIsEndedAndPaidBack() {
        hands.doubles(page);
        eventsAreLost();
        assertThat(hands.standings(page)).containsExactly("live", "live");

        assertThat(compare().unwantedThere()).isEqualTo(1);
        assertThat(hands.standings(page)).containsExactlyInAnyOrder("live", "ended");
        shop.settle(service);
        assertThat(hands.kept(page)).containsExactlyInAnyOrder(900L, 0L);
        assertThat(status()).isEqualTo("active");
        inOrder();
    }

    @Test
    void whatIsUnpaidThereButOpenHereStaysOpenAndIsToldOf() {
        hands.unpays(page);
        eventsAreLost();

        assertThat(compare().unpaidWithAccess()).isEqualTo(before.unpaidWithAccess() + 1);
        assertThat(status()).isEqualTo("active");
        assertThat(ada.reason("dossier")).isEqualTo("plan");
        assertThat(told("subscription.unpaid-with-access")).isEqualTo(1);
    }

    @Test
    void aRenewalOfWhichNothingWasHeardIsCaughtUpWith() {
        hands.renew(page);
        eventsAreLost();

        assertThat(compare().repaired()).isPositive();
        assertThat(ada.reason("dossier")).isEqualTo("plan");
        assertThat(receipts()).containsExactly("purchase", "purchase");
        inOrder();
    }

    /** More than a provider tells with the subscription. */
    @Test
    void everyPaymentOfWhichNothingWasHeardIsRecordedAndReceipted() {
        for (int month = 0; month < 7; month++) {
            hands.renew(page);
            eventsAreLost();
        }
        assertThat(compare().repaired()).isPositive();
        assertThat(receipts()).hasSize(8).containsOnly("purchase");
        assertThat(hands.kept(page)).hasSize(8).containsOnly(900L);
        inOrder();
    }

    @Test
    void whatAgreesIsLeftAlone() {
        Report again = compare();
        assertThat(again).isEqualTo(before);
        assertThat(again.compared()).isPositive();
        assertThat(told("subscription.reconciled")).isZero();
    }

    /** Compared once more there is nothing to be done. */
    private void inOrder() {
        shop.settle(service);
        Report again = compare();
        assertThat(again.repaired() + again.unwantedThere() + again.goneThere()).isZero();
    }

    private Report compare() {
        return Objects.requireNonNull(service.bean(Reconciliation.class).run().block(PATIENCE));
    }

    private void eventsAreLost() {
        assertThat(hands.news()).isNotNull();
    }

    private String status() {
        return ada.me().path("subscription").path("status").asString();
    }

    private List<String> receipts() {
        return shop.rows(Shop.id(ada), "SELECT kind FROM receipt WHERE reader_id = ? ORDER BY 1");
    }

    private long told(String type) {
        return shop.rows(Shop.id(ada), "SELECT type FROM event WHERE reader_id = ?").stream()
                .filter(type::equals)
                .count();
    }
}
