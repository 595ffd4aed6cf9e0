package io.latchkey.subscription.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.MovingTime;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Who was told in time pays the new price from the first renewal that it holds for. */
@Tag("oldest")
class PriceChangeTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestSite site = MovingTime.service().site("prices").monthlyPlan("monthly", 900, 3);

    @Test
    void billsTheNewPriceFromTheFirstRenewalThatItHoldsFor() {
        TestSubscriber ada = subscriber("ada");
        Answer announced = announce(1_100, MovingTime.now().plus(Duration.ofDays(45)));
        assertThat(announced.status()).as(announced.text()).isEqualTo(200);
        MovingTime.advance("PT2H");
        List<JsonNode> told = told("ada");
        assertThat(told).hasSize(1);

        MovingTime.advance("P1M");
        assertThat(price(ada)).isEqualTo(900);
        assertThat(nextPrice(ada)).isEqualTo(1_100);
        MovingTime.advance("P1M");
        assertThat(price(ada)).isEqualTo(1_100);
        assertThat(ada.subscription().hasNonNull("nextPrice")).isFalse();
        MovingTime.advance("P2M");
        assertThat(price(ada)).isEqualTo(1_100);
        assertThat(ada.status()).isEqualTo("active");
        assertThat(told("ada")).hasSize(1);
    }

    @Test
    void neitherTellsNorChargesWhoLeaves() {
        TestSubscriber ada = subscriber("ada");
        TestSubscriber bob = subscriber("bob");
        assertThat(ada.reader().cancel("period-end").status()).isEqualTo(201);
        announce(1_100, MovingTime.now().plus(Duration.ofDays(31)));
        MovingTime.advance("PT2H");
        assertThat(told("ada")).isEmpty();
        assertThat(told("bob")).hasSize(1);
        MovingTime.advance("P25D");
        assertThat(bob.reader().cancel("period-end").status()).isEqualTo(201);
        MovingTime.advance("P1M");
        assertThat(price(bob)).isEqualTo(900);
        assertThat(bob.status()).isEqualTo("expired");
    }

    @Test
    void leavesWhatTheSiteGaveAlone() {
        Answer given = site.api()
                .send(site.api()
                        .request("/v1/readers/cleo/subscription", site.key())
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "given-to-cleo")
                        .POST(BodyPublishers.ofString("{\"plan\":\"monthly\",\"source\":\"comp\"}"))
                        .build());
        assertThat(given.status()).as(given.text()).isEqualTo(201);
        announce(1_100, MovingTime.now().plus(Duration.ofDays(31)));
        MovingTime.advance("P3M");
        assertThat(told("cleo")).isEmpty();
    }

    @Test
    void canBeTakenBackUntilReadersAreTold() {
        subscriber("ada");
        announce(1_100, MovingTime.now().plus(Duration.ofDays(31)));
        assertThat(withdraw().status()).isEqualTo(204);
        assertThat(withdraw().code()).isEqualTo("no-price-change");
        MovingTime.advance("PT2H");
        assertThat(told("ada")).isEmpty();

        announce(1_100, MovingTime.now().plus(Duration.ofDays(31)));
        MovingTime.advance("PT2H");
        assertThat(told("ada")).hasSize(1);
        assertThat(withdraw().code()).isEqualTo("subscribers-told");
    }

    @Test
    void isRefusedWhenReadersCouldNotKnowInTime() {
        Answer late = announce(1_100, MovingTime.now().plus(Duration.ofDays(30)));
        assertThat(late.status()).isEqualTo(400);
        assertThat(late.text()).contains("effectiveAt");
    }

    @Test
    void tellsOnceHoweverManyReplicasRun() {
        TestSubscriber ada = subscriber("ada");
        announce(1_100, MovingTime.now().plus(Duration.ofDays(45)));
        MovingTime.advance("PT59M");
        PriceChangeRun run = MovingTime.service().bean(PriceChangeRun.class);
        List<Mono<Long>> runs = new ArrayList<>();
        MovingTime.advance("PT2M");
        for (int i = 0; i < 8; i++) {
            runs.add(run.run());
        }
        Mono.when(runs).block(PATIENCE);
        assertThat(told("ada")).hasSize(1);
        assertThat(price(ada)).isEqualTo(900);
    }

    private TestSubscriber subscriber(String ref) {
        return TestSubscriber.of(site.reader(ref), "monthly");
    }

    private Answer announce(long minor, Instant effectiveAt) {
        return site.api()
                .put(
                        "/v1/plans/monthly/price-change",
                        site.key(),
                        "{\"price\":{\"amountMinor\":%d,\"currency\":\"EUR\"},\"effectiveAt\":\"%s\"}"
                                .formatted(minor, effectiveAt));
    }

    private Answer withdraw() {
        return site.api().delete("/v1/plans/monthly/price-change", site.key());
    }

    private List<JsonNode> told(String ref) {
        Answer notices = site.api().get("/v1/readers/" + ref + "/notices", site.key());
        List<JsonNode> told = new ArrayList<>();
        notices.body().path("items").forEach(notice -> {
            if (notice.toString().contains("price-change")) {
                told.add(notice);
            }
        });
        return told;
    }

    private static long price(TestSubscriber of) {
        return of.subscription().path("price").path("amountMinor").asLong();
    }

    private static long nextPrice(TestSubscriber of) {
        return of.subscription().path("nextPrice").path("amountMinor").asLong();
    }
}
