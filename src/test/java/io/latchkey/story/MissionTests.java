package io.latchkey.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The main job, told once: the clock moves, so the service is this test's own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MissionTests {

    private TestService service;

    @BeforeAll
    void start() {
        service = TestService.own();
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void aReaderReadsFreeRunsOutUnlocksSubscribesReadsAllCancelsAndStillReadsUntilThePeriodEnds() {
        TestSite gazette = publish();
        TestReader ada = gazette.reader("ada");

        assertThat(ada.reason("weather")).isEqualTo("free");
        assertThat(ada.read("council").status()).isEqualTo(201);
        assertThat(ada.read("council").status()).isEqualTo(200);
        assertThat(ada.read("harbour").status()).isEqualTo(201);
        theMeterIsUsedUp(ada);

        gazette.grant("ada", 1);
        assertThat(ada.unlockLeft()).isEqualTo(1);
        unlocksTheLast(ada);

        ada.subscribe("monthly");
        assertThat(ada.reason("essay")).isEqualTo("plan");
        assertThat(ada.reason("dossier")).isEqualTo("plan");
        assertThat(ada.reason("interview")).isEqualTo("plan");

        cancelsAndKeepsThePaidTime(ada);
    }

    private TestSite publish() {
        return service.site("gazette")
                .meter(2, 1)
                .article("weather", "free")
                .article("council", "metered")
                .article("harbour", "metered")
                .article("theatre", "metered")
                .article("interview", "premium")
                .article("essay", "premium")
                .article("dossier", "subscribers")
                .monthlyPlan("monthly", 900, 0);
    }

    private static void theMeterIsUsedUp(TestReader ada) {
        Answer refused = ada.read("theatre");
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.code()).isEqualTo("meter-used-up");
        assertThat(refused.body().path("ways").path(0).path("kind").asString()).isEqualTo("subscribe");
        assertThat(refused.body().path("ways").path(0).path("plans").path(0).asString())
                .isEqualTo("monthly");
    }

    private static void unlocksTheLast(TestReader ada) {
        assertThat(ada.reason("interview")).isEqualTo("unlock-available");
        Answer unlocked = ada.unlock("interview");
        assertThat(unlocked.status()).isEqualTo(201);
        assertThat(unlocked.body().path("unlockLeft").asLong()).isZero();
        assertThat(ada.unlock("interview").status()).isEqualTo(200);
        assertThat(ada.reason("interview")).isEqualTo("unlocked");

        Answer refused = ada.unlock("essay");
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.code()).isEqualTo("no-unlock-left");
        assertThat(refused.body().path("ways").isEmpty()).isFalse();
    }

    private void cancelsAndKeepsThePaidTime(TestReader ada) {
        Answer receipt = ada.cancel("period-end");
        assertThat(receipt.status()).isEqualTo(201);
        assertThat(ada.cancel("period-end").status()).isEqualTo(200);
        assertThat(ada.cancel("period-end").text("id")).isEqualTo(receipt.text("id"));
        assertThat(ada.me().path("subscription").path("status").asString()).isEqualTo("canceled");
        assertThat(ada.reason("dossier")).isEqualTo("plan");

        advance("P27D");
        assertThat(ada.reason("dossier")).isEqualTo("plan");
        advance("P5D");
        assertThat(ada.reason("dossier")).isEqualTo("subscription-required");
        assertThat(ada.reason("interview")).isEqualTo("unlocked");
        assertThat(ada.me().path("subscription").path("status").asString()).isEqualTo("expired");
    }

    private void advance(String period) {
        service.advance(period);
    }
}
