package io.latchkey.metering;

import static io.latchkey.metering.Instances.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestSite;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** However many requests arrive at once, unlocks are spent as if they had come one by one (rules 1 and 2). */
@Tag("oldest")
class UnlockRaceTests {

    private static final int REQUESTS = 200;

    @ParameterizedTest
    @EnumSource
    void spendsWhatIsLeftAndNotOneMore(Instances instances) {
        TestSite site = instances.site().articles("post-", REQUESTS, "premium");
        TestReader ada = given(site, 50);

        List<Answer> answers = instances.race(REQUESTS, (api, number) -> ada.unlockAsync(api, "post-" + number));

        assertThat(statuses(answers)).isEqualTo(Map.of(201, 50L, 402, 150L));
        assertThat(answers.stream().filter(answer -> answer.status() == 402))
                .allSatisfy(refused -> assertThat(refused.code()).isEqualTo("no-unlock-left"));
        // Each that paid was told another number: no two drew the same unlock.
        assertThat(answers.stream().filter(answer -> answer.status() == 201))
                .extracting(answer -> answer.body().path("unlockLeft").asLong())
                .doesNotHaveDuplicates();
        assertThat(ada.unlockLeft()).isZero();
        Ledger.balances(site.id());
    }

    @ParameterizedTest
    @EnumSource
    void spendsOneUnlockForOneArticle(Instances instances) {
        oneArticleCostsOne(instances, 50);
    }

    @ParameterizedTest
    @EnumSource
    void refusesNoTwinOfTheLastUnlock(Instances instances) {
        oneArticleCostsOne(instances, 1);
    }

    @ParameterizedTest
    @EnumSource
    void burnsGrantsInTheirOrder(Instances instances) {
        TestSite site = instances.site().articles("post-", REQUESTS, "premium");
        String last = grant(site, "{\"amount\":30,\"source\":\"pack\"}");
        String third = grant(site, "{\"amount\":20,\"source\":\"gift\"}");
        String second = grant(site, expiring("2099-02-01T00:00:00Z"));
        String first = grant(site, expiring("2099-01-01T00:00:00Z"));
        TestReader ada = site.reader("ada");

        List<Answer> answers = instances.race(45, (api, number) -> ada.unlockAsync(api, "post-" + number));

        assertThat(statuses(answers)).isEqualTo(Map.of(201, 45L));
        assertThat(List.of(left(site, first), left(site, second)))
                .as("priority alike: the earlier to expire pays first")
                .containsExactly(0L, 0L);
        assertThat(left(site, third)).as("then what never expires").isEqualTo(5);
        assertThat(left(site, last)).as("a lower priority is not touched").isEqualTo(30);
        Ledger.balances(site.id());
    }

    @ParameterizedTest
    @EnumSource
    void givesOnceForOneIdempotencyKey(Instances instances) {
        TestSite site = instances.site();
        String key = UUID.randomUUID().toString();

        List<Answer> answers = instances.race(50, (api, _) -> {
            var request = api.request("/v1/readers/ada/grants", site.key())
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", key)
                    .POST(BodyPublishers.ofString("{\"amount\":7,\"source\":\"gift\"}"))
                    .build();
            return api.sendAsync(request);
        });

        assertThat(statuses(answers).keySet()).isSubsetOf(201, 409).contains(201);
        assertThat(answers.stream().filter(answer -> answer.status() == 201))
                .extracting(Answer::text)
                .as("every success is the answer of the one grant")
                .containsOnly(first(answers).text());
        assertThat(answers.stream().filter(UnlockRaceTests::fresh)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() == 409))
                .allSatisfy(refused -> assertThat(refused.code()).isEqualTo("request-in-flight"));
        assertThat(site.reader("ada").unlockLeft()).isEqualTo(7);
    }

    private static void oneArticleCostsOne(Instances instances, int left) {
        TestSite site = instances.site().article("scoop", "premium");
        TestReader ada = given(site, left);

        List<Answer> answers = instances.race(REQUESTS, (api, _) -> ada.unlockAsync(api, "scoop"));

        assertThat(statuses(answers)).isEqualTo(Map.of(201, 1L, 200, REQUESTS - 1L));
        assertThat(ada.unlockLeft()).isEqualTo(left - 1);
        Ledger.balances(site.id());
    }

    private static TestReader given(TestSite site, int unlocks) {
        assertThat(site.grant("ada", unlocks).status()).isEqualTo(201);
        return site.reader("ada");
    }

    private static String expiring(String moment) {
        return "{\"amount\":15,\"source\":\"gift\",\"expiresAt\":\"%s\"}".formatted(moment);
    }

    private static String grant(TestSite site, String body) {
        JsonNode given = site.grant("ada", body).body();
        return given.path("grant").path("id").asString();
    }

    private static long left(TestSite site, String grant) {
        return Ledger.number(
                "SELECT amount - used FROM unlock_grant WHERE site_id = ? AND grant_id = ?",
                site.id(),
                UUID.fromString(grant));
    }

    private static Answer first(List<Answer> answers) {
        return answers.stream().filter(UnlockRaceTests::fresh).findFirst().orElseThrow();
    }

    private static boolean fresh(Answer answer) {
        return answer.status() == 201
                && answer.headers().firstValue("Idempotent-Replayed").isEmpty();
    }
}
