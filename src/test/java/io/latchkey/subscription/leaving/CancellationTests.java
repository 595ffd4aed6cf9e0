package io.latchkey.subscription.leaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.MovingTime;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The reader's way out: from every status, with a receipt, and never at the cost of paid time (rule 6). */
class CancellationTests {

    private final TestSite site = MovingTime.service()
            .site("leaving")
            .article("dossier", "subscribers")
            .article("essay", "premium", "business")
            .monthlyPlan("monthly", 900, 3)
            .plan("tried", """
                {"kind":"subscription","name":"Tried","period":"P1M","trial":"P14D",
                 "price":{"amountMinor":900,"currency":"EUR"},"unlocksPerPeriod":3}
                """);

    @ParameterizedTest
    @CsvSource({"trialing, canceled", "active, canceled", "paused, canceled", "past_due, expired"})
    void stopsRenewalAndKeepsWhatIsPaid(String status, String then) {
        TestSubscriber ada = being(status);
        Instant paidUntil = ada.paidUntil();
        Answer receipt = ada.cancel("period-end");
        assertThat(receipt.status()).as(receipt.text()).isEqualTo(201);
        assertThat(ada.status()).isEqualTo(then);
        assertThat(ada.paidUntil()).isAfterOrEqualTo(paidUntil);
        if ("canceled".equals(then)) {
            assertThat(receipt.text("accessUntil")).isEqualTo(ada.is("paidUntil"));
            MovingTime.advanceTo(ada.paidUntil().minusSeconds(60));
            assertThat(ada.reader().reason("dossier")).isEqualTo("plan");
            MovingTime.advanceTo(ada.paidUntil());
        }
        assertThat(ada.reader().reason("dossier")).isEqualTo("subscription-required");
        assertThat(ada.status()).isEqualTo("expired");
        assertThat(ada.cancel("period-end").text("id")).isEqualTo(receipt.text("id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"trialing", "active", "paused", "past_due", "canceled"})
    void endsAccessAtOnceWhereTheReaderAsksForThat(String status) {
        TestSubscriber ada = being(status);
        Answer receipt = ada.cancel("now");
        assertThat(receipt.status()).as(receipt.text()).isEqualTo(201);
        assertThat(receipt.text("effective")).isEqualTo("now");
        assertThat(ada.status()).isEqualTo("expired");
        assertThat(ada.reader().reason("dossier")).isEqualTo("subscription-required");
        assertThat(ada.undo().code()).isEqualTo("nothing-to-undo");
        Answer again = ada.cancel("now");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("id")).isEqualTo(receipt.text("id"));
    }

    @Test
    void leavesTheReaderWhatTheyUnlockedAndTakesTheUnlocksOfThePeriodThatEnds() {
        TestSubscriber ada = being("active");
        assertThat(site.grant("ada", 2).status()).isEqualTo(201);
        assertThat(ada.reader().unlock("essay").status()).isEqualTo(201);
        assertThat(ada.reader().unlockLeft()).isEqualTo(4);
        assertThat(ada.cancel("now").status()).isEqualTo(201);
        assertThat(ada.reader().reason("essay")).isEqualTo("unlocked");
        assertThat(ada.reader().unlockLeft()).isEqualTo(2);
    }

    @Test
    void isReceiptedInFullAndTheReceiptIsListed() {
        TestSubscriber ada = being("active");
        JsonNode subscription = ada.subscription();
        Instant before = MovingTime.now();
        Answer canceled = site.api()
                .post(
                        "/v1/me/subscription/cancellation",
                        ada.reader().token(),
                        "{\"effective\":\"period-end\",\"reason\":\"too dear\"}");
        JsonNode receipt = canceled.body();
        assertThat(receipt.path("kind").asString()).isEqualTo("cancellation");
        assertThat(receipt.path("site").asString()).isEqualTo(site.id());
        assertThat(receipt.path("subscription").asString())
                .isEqualTo(subscription.path("id").asString());
        assertThat(receipt.path("plan").asString()).isEqualTo("monthly");
        assertThat(receipt.path("effective").asString()).isEqualTo("period-end");
        assertThat(receipt.path("reason").asString()).isEqualTo("too dear");
        assertThat(receipt.path("effectiveAt").asString())
                .isEqualTo(subscription.path("paidUntil").asString());
        assertThat(Instant.parse(receipt.path("submittedAt").asString())).isBetween(before, MovingTime.now());
        assertThat(Instant.parse(receipt.path("receivedAt").asString())).isBetween(before, MovingTime.now());

        Answer repeated = ada.cancel("period-end");
        assertThat(repeated.status()).isEqualTo(200);
        assertThat(repeated.body()).isEqualTo(receipt);
        JsonNode listed =
                site.api().get("/v1/me/receipts", ada.reader().token()).body();
        assertThat(listed.path("items").path(0)).isEqualTo(receipt);
        assertThat(listed.path("items").path(1).path("kind").asString()).isEqualTo("purchase");
        assertThat(listed.path("items").size()).isEqualTo(2);
    }

    @Test
    void isDoneWhateverIsWrittenAsItsReason() {
        TestSubscriber ada = being("active");
        Map<String, String> kept = new LinkedHashMap<>();
        kept.put("", "");
        kept.put(" ", "");
        kept.put("too\\ndear", "too dear");
        kept.put("too\\tdear", "too dear");
        kept.put("x".repeat(1_001), "x".repeat(1_000));
        kept.forEach((reason, then) -> {
            Answer canceled = cancelBecause(ada, "\"" + reason + "\"");
            assertThat(canceled.status()).as(canceled.text()).isEqualTo(201);
            assertThat(canceled.body().path("reason").asString("")).isEqualTo(then);
            assertThat(ada.undo().status()).isEqualTo(200);
        });
        assertThat(cancelBecause(ada, "5").code()).as("no text at all").isEqualTo("invalid-body");
    }

    private Answer cancelBecause(TestSubscriber subscriber, String reason) {
        return site.api()
                .post(
                        "/v1/me/subscription/cancellation",
                        subscriber.reader().token(),
                        "{\"effective\":\"period-end\",\"reason\":%s}".formatted(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"trialing", "active", "paused"})
    void isTakenBackUntilItTakesEffect(String status) {
        TestSubscriber ada = being(status);
        Answer first = ada.cancel("period-end");
        Answer undone = ada.undo();
        assertThat(undone.status()).as(undone.text()).isEqualTo(200);
        assertThat(undone.text("status")).isEqualTo(status);
        assertThat(ada.undo().status()).isEqualTo(409);

        Answer second = ada.cancel("period-end");
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.text("id")).isNotEqualTo(first.text("id"));
        MovingTime.advanceTo(ada.paidUntil());
        Answer tooLate = ada.undo();
        assertThat(tooLate.status()).isEqualTo(409);
        assertThat(tooLate.code()).isEqualTo("nothing-to-undo");
    }

    @Test
    void renewsAgainOnceItIsTakenBack() {
        TestSubscriber ada = being("active");
        Instant paidUntil = ada.paidUntil();
        assertThat(ada.cancel("period-end").status()).isEqualTo(201);
        assertThat(ada.undo().status()).isEqualTo(200);
        MovingTime.advanceTo(paidUntil);
        assertThat(ada.status()).isEqualTo("active");
        assertThat(ada.is("periodStart")).isEqualTo(paidUntil.toString());
    }

    @Test
    void findsNothingToCancelWhereThereWasNoSubscription() {
        Answer refused = site.reader("nobody").cancel("now");
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.code()).isEqualTo("no-subscription");
    }

    /** Ada, with a subscription in that status. */
    private TestSubscriber being(String status) {
        boolean trial = "trialing".equals(status);
        TestSubscriber ada = TestSubscriber.of(site.reader("ada"), trial ? "tried" : "monthly");
        switch (status) {
            case "paused" -> ada.pause("{}");
            case "canceled" -> ada.cancel("period-end");
            case "past_due" -> {
                ada.card("declines");
                MovingTime.advanceTo(ada.paidUntil());
            }
            default -> {}
        }
        assertThat(ada.status()).isEqualTo(status);
        return ada;
    }
}
