package io.latchkey.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.Shop;
import io.latchkey.payment.sync.Listening;
import io.latchkey.testing.LogLines;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Stripe tells while nobody listens: its calls go nowhere, and it gives up. */
class StripeMissedEventsTests {

    private static final String DATABASE = TestDatabase.fresh();
    private static final StripeHands HANDS = new StripeHands(DATABASE);
    private static final TestService SERVICE = HANDS.service(null);
    private static final Shop SHOP = new Shop(HANDS, DATABASE);
    private static final TestSite SITE = SERVICE.site("deaf").plan("ten", """
        {"kind":"pack","name":"Ten","unlocks":10,
         "price":{"amountMinor":500,"currency":"EUR"}}
        """);

    @AfterAll
    static void stop() {
        SHOP.close();
        HANDS.close();
    }

    @BeforeEach
    void listen() {
        later(Duration.ofHours(2));
        Listening.again(SERVICE);
    }

    @Test
    void aPackThatWasPaidIsGivenOnce() {
        paid("pack");
        nobodyListens();
        assertThat(unlockLeft("pack")).isZero();
        assertThat(listenAgain()).isPositive();
        assertThat(unlockLeft("pack")).isEqualTo(10);
        assertThat(listenAgain()).isZero();
        HANDS.tellsAgain();
        SHOP.settle(SERVICE);
        assertThat(unlockLeft("pack")).isEqualTo(10);
        assertThat(SITE.reader("pack").payments()).hasSize(1);
    }

    @Test
    void whatABankCallsBackIsSeen() {
        String payment = paid("disputed");
        SHOP.settle(SERVICE);
        HANDS.stripe.desk.dispute(payment);
        nobodyListens();
        assertThat(facts("disputed")).doesNotContain("payment.disputed");
        listenAgain();
        assertThat(facts("disputed")).contains("payment.disputed");
    }

    @Test
    void isHeardPageByPage() {
        List<String> readers = List.of("one", "two", "three");
        readers.forEach(StripeMissedEventsTests::paid);
        nobodyListens();
        HANDS.stripe.mostEvents = 1;
        assertThat(listenAgain()).isGreaterThanOrEqualTo(3);
        HANDS.stripe.mostEvents = 100;
        assertThat(readers).allSatisfy(it -> assertThat(unlockLeft(it)).isEqualTo(10));
    }

    /** What is on its way is not lost. */
    @Test
    void isAskedForOnlyWhenItShouldHaveComeLongAgo() {
        paid("quick");
        later(Duration.ofMinutes(50));
        assertThat(Listening.again(SERVICE)).isZero();
        SHOP.settle(SERVICE);
        assertThat(unlockLeft("quick")).isEqualTo(10);
        assertThat(listenAgain()).isZero();
    }

    @Test
    void isAskedForAgainFromWhereThatSucceeded() {
        paid("away");
        nobodyListens();
        later(Duration.ofHours(30));
        HANDS.unreachable(true);
        assertThatThrownBy(() -> Listening.again(SERVICE)).isInstanceOf(ProviderException.class);
        HANDS.unreachable(false);
        assertThat(listenAgain()).isPositive();
        assertThat(unlockLeft("away")).isEqualTo(10);
        UUID anybody = Shop.id(SITE.reader("away"));
        assertThat(SHOP.rows(
                        anybody, "DELETE FROM provider_event WHERE CAST(? AS uuid) IS NOT NULL RETURNING event_id"))
                .isNotEmpty();
        assertThat(listenAgain()).as("long ago").isZero();
    }

    /** An account may sell other things too. */
    @Test
    void isSaidInTheLogWithoutThatOfOthers() {
        HANDS.stripe.sends(
                "payment_intent.succeeded",
                Map.of("object", "payment_intent", "id", "pi_of_shoes", "metadata", Map.of()));
        paid("log");
        nobodyListens();
        later(Duration.ofHours(2));
        assertThat(LogLines.of(() -> Listening.again(SERVICE), "io.latchkey.payment.sync"))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("WARN ")
                        .contains("of stripe did not come")
                        .contains("/v1/payments/stripe/events"));
        assertThat(LogLines.of(StripeMissedEventsTests::listenAgain, "io.latchkey.payment.sync"))
                .isEmpty();
    }

    private static String paid(String ref) {
        TestReader reader = SITE.reader(ref);
        URI page = Shop.page(SITE.api().post("/v1/me/purchases", reader.token(), "{\"plan\":\"ten\"}"));
        HANDS.pay(page);
        return HANDS.session(page).bought();
    }

    private static void nobodyListens() {
        assertThat(HANDS.news()).isNotEmpty();
        SHOP.settle(SERVICE);
    }

    private static long listenAgain() {
        later(Duration.ofHours(2));
        long missed = Listening.again(SERVICE);
        SHOP.settle(SERVICE);
        return missed;
    }

    /** Here and there. */
    private static void later(Duration time) {
        HANDS.passes(time);
        HANDS.stripe.books.advanceTo(HANDS.stripe.books.now().plus(time));
    }

    private static long unlockLeft(String ref) {
        return SITE.reader(ref).unlockLeft();
    }

    private static List<String> facts(String ref) {
        return SHOP.rows(Shop.id(SITE.reader(ref)), "SELECT type FROM event WHERE reader_id = ?");
    }
}
