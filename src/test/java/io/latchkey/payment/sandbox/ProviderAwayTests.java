package io.latchkey.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.time.Perishable;
import io.latchkey.site.SiteId;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What readers decide holds here at once, and reaches a provider that was away (rule 7). */
class ProviderAwayTests {

    private static final TestService SERVICE = TestService.with(UnreliableSandbox.class, TestDatabase.fresh());

    private final TestSite site = SERVICE.site("away")
            .article("dossier", "subscribers")
            .monthlyPlan("monthly", 900, 3)
            .monthlyPlan("better", 1_900, 5)
            .plan("ten", """
                {"kind":"pack","name":"Ten","unlocks":10,
                 "price":{"amountMinor":500,"currency":"EUR"}}
                """);

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @AfterEach
    void everythingIsBack() {
        UnreliableSandbox.back(SERVICE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"period-end", "now"})
    void cancelsHereAtOnceWithAReceiptAndThereWhenTheProviderReturns(String effective) {
        TestSubscriber ada = TestSubscriber.of(site.reader("ada"), "monthly");
        UnreliableSandbox.down("*");
        Answer receipt = ada.cancel(effective);
        assertThat(receipt.status()).isEqualTo(201);
        assertThat(ada.status()).isEqualTo("now".equals(effective) ? "expired" : "canceled");
        UnreliableSandbox.relay(SERVICE);
        assertThat(there(ada).endsWithPeriod()).isFalse();
        assertThat(there(ada).endedAt()).isNull();

        UnreliableSandbox.back(SERVICE);
        assertThat(there(ada).endsWithPeriod() || there(ada).endedAt() != null).isTrue();
        assertThat(ada.cancel(effective).body()).isEqualTo(receipt.body());
        assertThat(receipts(ada.reader(), "cancellation")).isEqualTo(1);
    }

    /** As when somebody starts it without its setting for an hour. */
    @Test
    void carriesToTheProviderWhatWasDecidedOnAReplicaThatKnewOfNone() {
        TestSubscriber ada = TestSubscriber.of(site.reader("ada"), "monthly");
        try (TestService forgetful =
                TestService.with(UnreliableSandbox.class, SERVICE.databaseUrl(), "--latchkey.payment-provider=")) {
            Answer receipt = forgetful
                    .api()
                    .post("/v1/me/subscription/cancellation", ada.reader().token(), "{\"effective\":\"period-end\"}");
            assertThat(receipt.status()).as(receipt.text()).isEqualTo(201);
            assertThat(forgetful
                            .api()
                            .post(
                                    "/v1/me/subscription/payment-method",
                                    ada.reader().token(),
                                    "{}")
                            .code())
                    .isEqualTo("no-payment-provider");
            assertThat(forgetful
                            .api()
                            .post("/v1/payments/none/events", null, "{}")
                            .code())
                    .isEqualTo("unknown-provider");
            UnreliableSandbox.relay(forgetful);
        }
        assertThat(there(ada).endsWithPeriod()).isFalse();

        UnreliableSandbox.back(SERVICE);
        assertThat(there(ada).endsWithPeriod()).isTrue();
    }

    @Test
    void sendsNobodyToPayOnACheckoutThatWasSweptWhileTheProviderOpenedItsPage() {
        TestReader ada = site.reader("ada");
        Instant later = SERVICE.advance("PT0S").plus(Duration.ofDays(40));
        UnreliableSandbox.meanwhile(
                "open",
                Flux.fromIterable(SERVICE.beans(Perishable.class))
                        .concatMap(room -> room.purge(later))
                        .then());
        Answer refused = site.api().post("/v1/me/subscription", ada.token(), "{\"plan\":\"monthly\"}");
        assertThat(refused.status()).as(refused.text()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("checkout-expired");
        UnreliableSandbox.back(SERVICE);
        assertThat(TestSubscriber.of(ada, "monthly").status()).isEqualTo("active");
    }

    @Test
    void paysBackWhatTheProviderTookBeforeItHeardOfTheCancellation() {
        TestSubscriber ada = TestSubscriber.of(site.reader("ada"), "monthly");
        Instant paidUntil = ada.paidUntil();
        UnreliableSandbox.down("cancel");
        assertThat(ada.cancel("period-end").status()).isEqualTo(201);
        advanceTo(paidUntil);
        assertThat(there(ada).paidUntil()).isAfter(paidUntil);
        assertThat(ada.status()).isEqualTo("expired");
        assertThat(ada.reader().reason("dossier")).isEqualTo("subscription-required");

        UnreliableSandbox.back(SERVICE);
        assertThat(there(ada).endedAt()).isNotNull();
        assertThat(ada.reader().payments())
                .satisfiesExactly(
                        last -> assertThat(last.path("refundedMinor").asInt()).isEqualTo(900),
                        first -> assertThat(first.path("refundedMinor").asInt()).isZero());
    }

    @Test
    void takesTheLastOfSeveralWishesToAProviderThatReturns() {
        TestSubscriber ada = TestSubscriber.of(site.reader("ada"), "monthly");
        UnreliableSandbox.down("*");
        assertThat(ada.cancel("period-end").status()).isEqualTo(201);
        assertThat(ada.undo().status()).isEqualTo(200);
        assertThat(ada.pause("{}").status()).isEqualTo(200);
        assertThat(ada.resume().status()).isEqualTo(200);
        UnreliableSandbox.relay(SERVICE);
        UnreliableSandbox.back(SERVICE);
        assertThat(there(ada).endsWithPeriod()).isFalse();
        assertThat(there(ada).billed().state().status().name()).isEqualTo("RUNNING");
        advanceTo(ada.paidUntil());
        assertThat(ada.status()).isEqualTo("active");
        assertThat(ada.reader().payments()).hasSize(2);
    }

    @Test
    void sellsNothingMeanwhileAndSaysSo() {
        TestReader ada = site.reader("ada");
        UnreliableSandbox.down("open");
        Answer refused = site.api().post("/v1/me/subscription", ada.token(), "{\"plan\":\"monthly\"}");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("provider-unavailable");
        UnreliableSandbox.back(SERVICE);
        assertThat(TestSubscriber.of(ada, "monthly").status()).isEqualTo("active");

        UnreliableSandbox.down("changePlan");
        TestSubscriber subscriber = new TestSubscriber(ada, "");
        assertThat(subscriber.choose("better").code()).isEqualTo("provider-unavailable");
        assertThat(subscriber.is("plan")).isEqualTo("monthly");
    }

    /** Closing the page of a former checkout is not what the reader waits for. */
    @Test
    void sellsThoughAFormerPageIsNeverClosed() {
        TestReader ada = site.reader("ada");
        ada.checkout("monthly");
        UnreliableSandbox.meanwhile("close", Mono.never());
        assertThat(TestSubscriber.of(ada, "monthly").status()).isEqualTo("active");
    }

    @Test
    void looksUpAChangeWhoseAnswerWasLost() {
        TestSubscriber ada = TestSubscriber.of(site.reader("ada"), "monthly");
        UnreliableSandbox.unheard("changePlan");

        assertThat(ada.choose("better").status()).isEqualTo(200);
        assertThat(ada.is("plan")).isEqualTo("better");
        UnreliableSandbox.back(SERVICE);
        assertThat(ada.reader().payments()).hasSize(2);
    }

    @Test
    void doesNotSayThatAChangeFailedWhenNobodyKnows() {
        TestSubscriber ada = TestSubscriber.of(site.reader("ada"), "monthly");
        UnreliableSandbox.unheard("changePlan");
        UnreliableSandbox.down("subscription");

        Answer unknown = ada.choose("better");
        assertThat(unknown.status()).isEqualTo(503);
        assertThat(unknown.code()).isEqualTo("outcome-unknown");
        assertThat(unknown.headers().firstValue("Retry-After")).isPresent();

        UnreliableSandbox.back(SERVICE);
        SERVICE.settle();
        assertThat(ada.is("plan")).isEqualTo("better");
        assertThat(ada.choose("better").status()).isEqualTo(200);
        assertThat(ada.reader().payments()).hasSize(2);
    }

    private static SandboxSubscription there(TestSubscriber subscriber) {
        List<String> path = List.of(subscriber.checkout().split("/", -1)).reversed();
        ReaderKey reader = new ReaderKey(new SiteId(path.get(2)), UUID.fromString(path.get(1)));
        return Objects.requireNonNull(SERVICE.bean(SandboxBooks.class)
                .subscriptionOf(reader, UUID.fromString(path.get(0)))
                .block(Duration.ofSeconds(60)));
    }

    private static void advanceTo(Instant moment) {
        UnreliableSandbox.advanceTo(SERVICE, moment);
    }

    private static long receipts(TestReader reader, String kind) {
        return reader.site()
                .api()
                .get("/v1/me/receipts", reader.token())
                .body()
                .path("items")
                .valueStream()
                .filter(receipt -> receipt.path("kind").asString().equals(kind))
                .count();
    }
}
