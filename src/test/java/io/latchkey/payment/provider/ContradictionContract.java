package io.latchkey.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.payment.sync.RenewalRun;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A provider that contradicts itself: the reader's word holds, and no money is kept for nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ContradictionContract {

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

    /** A provider before services on this database. */
    protected abstract ProviderHands hands(String databaseUrl);

    @BeforeAll
    void start() {
        hands = hands(database);
        service = hands.service(null);
        shop = new Shop(hands, database);
        site = service.site("contradictions").article("dossier", "subscribers").monthlyPlan("monthly", 900, 3);
    }

    @AfterAll
    void stop() {
        shop.close();
        hands.close();
    }

    @BeforeEach
    void subscribe(TestInfo test) {
        ada = site.reader(test.getTestMethod().orElseThrow().getName()
                + test.getDisplayName().hashCode());
        page = shop.subscribed(service, ada);
        assertThat(ada.reason("dossier")).isEqualTo("plan");
    }

    @Test
    void aCancellationHoldsThoughItIsSaidToRunOnAfterItWasConfirmed() {
        assertThat(ada.cancel("period-end").status()).isEqualTo(201);
        shop.settle(service);
        assertThat(hands.standings(page)).containsExactly("ending");

        hands.forgetsTheCancellation(page);
        shop.settle(service);
        assertThat(status()).isEqualTo("canceled");
        String paidUntil = paidUntil();

        billedAllTheSame();
        assertThat(paidUntil()).isEqualTo(paidUntil);
        assertThat(receipts()).containsExactly("cancellation", "purchase", "purchase", "refund");
    }

    @Test
    void whatWasSaidToHaveEndedDoesNotComeAlive() {
        hands.ends(page);
        shop.settle(service);
        assertThat(status()).isEqualTo("canceled");
        assertThat(ada.reason("dossier")).as("what is paid is kept").isEqualTo("plan");
        assertThat(receipts()).containsExactly("cancellation", "purchase");

        hands.revives(page);
        shop.settle(service);
        assertThat(status()).isEqualTo("canceled");
        assertThat(receipts()).containsExactly("cancellation", "purchase");
        billedAllTheSame();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMonthBilledBeforeTheReaderCancelsIsTheirsThoughNothingWasHeardOfIt(boolean reachable) {
        String before = paidUntil();
        hands.renew(page);
        hands.unreachable(!reachable);
        Answer canceled = ada.cancel("period-end");
        hands.unreachable(false);
        assertThat(canceled.status()).isEqualTo(201);
        assertThat(status()).isEqualTo("canceled");
        assertThat(ada.reason("dossier")).isEqualTo("plan");
        if (reachable) {
            assertThat(paidUntil()).isNotEqualTo(before);
            assertThat(canceled.text("accessUntil")).isEqualTo(paidUntil());
        }
        service.bean(RenewalRun.class).run().block(PATIENCE);
        shop.settle(service);
        assertThat(status()).isEqualTo("canceled");
        assertThat(Instant.parse(paidUntil())).isAfter(Instant.parse(before).plus(Duration.ofDays(27)));
        assertThat(hands.kept(page)).containsExactly(900L, 900L);
        assertThat(hands.standings(page)).containsExactly("ending");
        assertThat(receipts()).containsExactly("cancellation", "purchase", "purchase");
        assertThat(ada.unlockLeft()).isEqualTo(3);
    }

    @Test
    void aMonthBilledInAPauseOfWhichTheProviderDidNotHearWaitsWithTheRest() {
        TestSubscriber subscriber = new TestSubscriber(ada, "");
        Instant before = subscriber.paidUntil();
        hands.unreachable(true);
        assertThat(subscriber.pause("{}").status()).isEqualTo(200);
        shop.relay(service);
        hands.unreachable(false);
        hands.renew(page);
        shop.settle(service);
        assertThat(status()).isEqualTo("paused");
        assertThat(hands.kept(page)).containsExactly(900L, 900L);
        assertThat(receipts()).containsExactly("purchase", "purchase");
        assertThat(unlocksEnd()).as("of each month with it").containsExactly(before, subscriber.paidUntil());

        assertThat(subscriber.resume().status()).isEqualTo(200);
        shop.settle(service);
        Instant resumed = subscriber.paidUntil();
        assertThat(resumed).isAfter(before.plus(Duration.ofDays(50)));
        assertThat(ada.unlockLeft()).as("of both months").isEqualTo(6);
        assertThat(hands.standings(page)).containsExactly("live");
        hands.renew(page);
        shop.settle(service);
        assertThat(hands.kept(page)).containsExactly(900L, 900L, 900L);
        assertThat(Duration.between(resumed, subscriber.paidUntil()))
                .isBetween(Duration.ofDays(27), Duration.ofDays(32));
    }

    @Test
    void unlocksOfAMonthBilledInAPauseEndWithItThoughTheProviderEndedItMeanwhile() {
        TestSubscriber subscriber = new TestSubscriber(ada, "");
        hands.unreachable(true);
        assertThat(subscriber.pause("{}").status()).isEqualTo(200);
        shop.relay(service);
        hands.unreachable(false);
        hands.renew(page);
        hands.ends(page);
        shop.settle(service);
        assertThat(status()).isEqualTo("canceled");
        assertThat(ada.unlockLeft()).as("of both months").isEqualTo(6);
        assertThat(unlocksEnd())
                .hasSize(2)
                .allSatisfy(end -> assertThat(end).isBeforeOrEqualTo(subscriber.paidUntil()));
    }

    /** When the unlocks of each month end, the first month's first. */
    private List<Instant> unlocksEnd() {
        Answer grants = ada.site().api().get("/v1/me/grants", ada.token());
        return grants.body()
                .path("items")
                .valueStream()
                .map(grant -> Instant.parse(grant.path("expiresAt").asString()))
                .sorted()
                .toList();
    }

    /** A cancellation on the provider's page is heard of when what was paid is over. */
    @Test
    void aGiftThatWaitedGoesOnThoughTheCancellationThereIsHeardOfLate() {
        TestReader bea = site.reader("bea");
        HttpRequest gift = site.api()
                .request("/v1/readers/bea/subscription", site.key())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "bea")
                .POST(BodyPublishers.ofString("{\"plan\":\"monthly\",\"source\":\"gift\",\"periods\":2}"))
                .build();
        assertThat(site.api().send(gift).status()).isEqualTo(201);
        URI bought = shop.subscribed(service, bea);
        TestSubscriber subscriber = new TestSubscriber(bea, "");
        assertThat(subscriber.is("source")).isEqualTo("bought");

        hands.endsWithPeriod(bought);
        hands.renew(page);
        hands.renew(page);
        shop.settle(service);
        service.bean(RenewalRun.class).run().block(PATIENCE);
        assertThat(subscriber.is("source")).isEqualTo("gift");
        assertThat(subscriber.status()).isEqualTo("active");
        assertThat(bea.unlockLeft()).isEqualTo(3);
    }

    @Test
    void whatTheProviderEndedIsNotTakenUpAgain() {
        assertThat(ada.cancel("period-end").status()).isEqualTo(201);
        shop.settle(service);
        hands.ends(page);
        Answer undone = new TestSubscriber(ada, "").undo();
        assertThat(undone.status()).as(undone.text()).isEqualTo(409);
        shop.settle(service);
        assertThat(status()).isEqualTo("canceled");
        assertThat(receipts()).containsExactly("cancellation", "purchase");
    }

    @Test
    void theSecondOfTwoIsEndedAndPaidBack() {
        hands.doubles(page);
        shop.settle(service);
        assertThat(hands.standings(page)).containsExactlyInAnyOrder("live", "ended");
        assertThat(hands.kept(page)).containsExactlyInAnyOrder(900L, 0L);
        assertThat(status()).isEqualTo("active");
        assertThat(ada.unlockLeft()).isEqualTo(3);
        assertThat(live()).isEqualTo(1);
    }

    @Test
    void whatWasSaidToBePaidStaysPaid() {
        String paidUntil = paidUntil();
        hands.unpays(page);
        shop.settle(service);
        assertThat(status()).isEqualTo("active");
        assertThat(paidUntil()).isEqualTo(paidUntil);
        assertThat(ada.reason("dossier")).isEqualTo("plan");
    }

    @Test
    void twoRenewalsThatAreHeardOfTogetherAreBothReceipted() {
        hands.renew(page);
        hands.renew(page);
        shop.settle(service);
        assertThat(hands.kept(page)).containsExactly(900L, 900L, 900L);
        assertThat(receipts()).containsExactly("purchase", "purchase", "purchase");
    }

    /**
     * The provider takes another period's money: it goes back, nothing is had for it, and it ends.
     */
    private void billedAllTheSame() {
        hands.renew(page);
        shop.settle(service);
        service.bean(RenewalRun.class).run().block(PATIENCE);
        shop.settle(service);
        assertThat(status()).isEqualTo("expired");
        assertThat(ada.reason("dossier")).isEqualTo("subscription-required");
        assertThat(hands.standings(page)).containsExactly("ended");
        assertThat(hands.kept(page)).containsExactly(900L, 0L);
    }

    private String status() {
        return ada.me().path("subscription").path("status").asString();
    }

    private String paidUntil() {
        return ada.me().path("subscription").path("paidUntil").asString();
    }

    private List<String> receipts() {
        return shop.rows(Shop.id(ada), "SELECT kind FROM receipt WHERE reader_id = ? ORDER BY 1");
    }

    private int live() {
        return shop.rows(Shop.id(ada), "SELECT 1 FROM subscription WHERE reader_id = ? AND status <> 'expired'")
                .size();
    }
}
