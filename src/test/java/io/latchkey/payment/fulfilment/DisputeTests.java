package io.latchkey.payment.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.MovingTime;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.r2dbc.core.DatabaseClient;
import tools.jackson.databind.JsonNode;

/** A bank that calls a payment back is no refund: nothing is receipted as one, or billed again. */
class DisputeTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestSite site = MovingTime.service()
            .site("disputes")
            .article("dossier", "subscribers")
            .monthlyPlan("monthly", 900, 3)
            .plan("pack", """
                {"kind":"pack","name":"Five","unlocks":5,
                 "price":{"amountMinor":500,"currency":"EUR"}}
                """);
    private final TestReader ada = site.reader("ada");

    @Test
    void endsWithThePeriodWithoutBillingAgain() {
        TestSubscriber subscriber = TestSubscriber.of(ada, "monthly");
        Instant end = subscriber.paidUntil();
        at(subscriber.checkout(), "dispute");
        assertThat(subscriber.status()).isEqualTo("canceled");
        assertThat(subscriber.paidUntil()).isEqualTo(end);
        assertThat(ada.reason("dossier")).isEqualTo("plan");
        assertThat(payment().path("disputed").asBoolean()).isTrue();
        assertThat(payment().path("refundedMinor").asLong()).isZero();
        assertThat(dispute().path("status").asString()).isEqualTo("open");
        assertThat(dispute().path("amountMinor").asLong()).isEqualTo(900);

        MovingTime.advanceTo(end.plus(Duration.ofDays(40)));
        assertThat(subscriber.status()).isEqualTo("expired");
        assertThat(ada.payments()).hasSize(1);
        assertThat(receipts()).containsExactlyInAnyOrder("purchase", "cancellation");
        assertThat(events()).containsExactly("payment.received", "payment.disputed");
    }

    @Test
    void whatTheBankGaveBackIsNoRefundOfTheSites() {
        TestSubscriber subscriber = TestSubscriber.of(ada, "monthly");
        at(subscriber.checkout(), "dispute");
        at(subscriber.checkout(), "dispute");
        assertThat(refund().code()).isEqualTo("too-much-to-refund");
        at(subscriber.checkout(), "dispute/lost");
        at(subscriber.checkout(), "dispute/lost");
        assertThat(dispute().path("status").asString()).isEqualTo("lost");
        assertThat(dispute().path("closedAt").asString()).isNotEmpty();
        assertThat(payment().path("refundedMinor").asLong()).isZero();
        assertThat(refund().code()).isEqualTo("too-much-to-refund");
        assertThat(receipts()).containsExactlyInAnyOrder("purchase", "cancellation");
        assertThat(events()).containsExactly("payment.received", "payment.disputed", "payment.dispute-lost");
        assertThat(told()).filteredOn("payment-disputed"::equals).hasSize(2);
        assertThat(told()).doesNotContain("receipt-issued:refund");
    }

    @Test
    void goesOnWhenTheSiteHasWonAndTheReaderWantsIt() {
        TestSubscriber subscriber = TestSubscriber.of(ada, "monthly");
        at(subscriber.checkout(), "dispute");
        at(subscriber.checkout(), "dispute/won");
        assertThat(payment().path("disputed").asBoolean()).isFalse();
        assertThat(events()).containsExactly("payment.received", "payment.disputed", "payment.dispute-won");
        assertThat(subscriber.undo().status()).isEqualTo(200);
        Instant end = subscriber.paidUntil();
        MovingTime.advanceTo(end.plus(Duration.ofDays(1)));
        assertThat(subscriber.status()).isEqualTo("active");
        assertThat(ada.payments()).hasSize(2);
    }

    @Test
    void saysOnTheReceiptThatItWasNotTheReadersWord() {
        TestSubscriber subscriber = TestSubscriber.of(ada, "monthly");
        at(subscriber.checkout(), "dispute");
        String id = list("/v1/me/receipts", ada.token()).stream()
                .filter(each -> each.path("kind").asString().equals("cancellation"))
                .map(each -> each.path("id").asString())
                .findFirst()
                .orElseThrow();
        Answer verified = site.api().get("/v1/receipts/" + id + "/verify", null);
        assertThat(verified.text("document")).contains("payment-dispute").doesNotContain("submittedAt");
        Answer page = site.api()
                .send(site.api()
                        .request("/v1/receipts/" + id, null)
                        .header("Accept", "text/html")
                        .GET()
                        .build());
        assertThat(page.text())
                .contains("Your bank has called back")
                .doesNotContain("Your cancellation has been received");
    }

    @Test
    void endsAtOnceWhereTheSiteSaysSo() {
        cancels("now");
        TestSubscriber subscriber = TestSubscriber.of(ada, "monthly");
        at(subscriber.checkout(), "dispute");
        assertThat(subscriber.status()).isEqualTo("expired");
        assertThat(ada.reason("dossier")).isEqualTo("subscription-required");
    }

    @Test
    void goesOnWhereTheSiteSaysSo() {
        cancels("never");
        TestSubscriber subscriber = TestSubscriber.of(ada, "monthly");
        at(subscriber.checkout(), "dispute");
        assertThat(subscriber.status()).isEqualTo("active");
        Instant end = subscriber.paidUntil();
        MovingTime.advanceTo(end.plus(Duration.ofDays(1)));
        assertThat(ada.payments()).hasSize(2);
        assertThat(told()).contains("payment-disputed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"won", "lost"})
    void aPackIsTakenBackOnlyWhenTheReaderHasTheMoney(String verdict) {
        Answer begun = site.api().post("/v1/me/purchases", ada.token(), "{\"plan\":\"pack\"}");
        String checkout =
                URI.create(begun.body().path("checkout").path("url").asString()).getPath();
        at(checkout, "pay");
        at(checkout, "dispute");
        assertThat(ada.unlockLeft()).isEqualTo(5);
        at(checkout, "dispute/" + verdict);
        assertThat(ada.unlockLeft()).isEqualTo(verdict.equals("won") ? 5 : 0);
        assertThat(receipts()).containsExactly("purchase");
    }

    @Test
    void leavesALaterSubscriptionAlone() {
        TestSubscriber first = TestSubscriber.of(ada, "monthly");
        assertThat(first.cancel("now").status()).isEqualTo(201);
        TestSubscriber second = TestSubscriber.of(ada, "monthly");
        at(first.checkout(), "dispute");
        assertThat(events()).contains("payment.disputed");
        assertThat(second.status()).isEqualTo("active");
    }

    private void cancels(String when) {
        site.settings("\"disputes\":{\"cancel\":\"" + when + "\"}");
        Answer read = site.api().get("/v1/site", site.key());
        assertThat(read.body().path("disputes").path("cancel").asString()).isEqualTo(when);
    }

    private void at(String checkout, String button) {
        Answer answer = site.api().post(checkout + "/" + button, null);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private JsonNode payment() {
        return ada.payments().getFirst();
    }

    private JsonNode dispute() {
        assertThat(payment().path("disputes").size()).isEqualTo(1);
        return payment().path("disputes").path(0);
    }

    private Answer refund() {
        return site.api()
                .send(site.api()
                        .request("/v1/readers/ada/refunds", site.key())
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(BodyPublishers.ofString("{\"payment\":\"%s\"}"
                                .formatted(payment().path("id").asString())))
                        .build());
    }

    private List<String> receipts() {
        return list("/v1/me/receipts", ada.token()).stream()
                .map(each -> each.path("kind").asString())
                .toList();
    }

    private List<String> told() {
        return list("/v1/readers/ada/notices", site.key()).stream()
                .map(each -> each.path("kind").asString())
                .toList();
    }

    private List<JsonNode> list(String path, String credential) {
        Answer answer = site.api().get(path, credential);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body().path("items").valueStream().toList();
    }

    private List<String> events() {
        return Objects.requireNonNull(MovingTime.service()
                .bean(DatabaseClient.class)
                .sql("""
                    SELECT type FROM event WHERE site_id = :site AND type LIKE 'payment.%'
                    ORDER BY event_id
                    """)
                .bind("site", site.id())
                .map(row -> String.valueOf(row.get("type", String.class)))
                .all()
                .collectList()
                .block(PATIENCE));
    }
}
