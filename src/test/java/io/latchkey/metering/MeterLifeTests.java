package io.latchkey.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.MovingTime;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestSite;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The meter over time: when it starts again, and by whose calendar. */
class MeterLifeTests {

    private final TestSite site = MovingTime.service().site("meters").articles("post", 6, "metered");

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Pacific/Kiritimati", "America/Los_Angeles"})
    void startsAgainWhenTheMonthBeginsOnTheSitesOwnClocks(String zone) {
        meter(zone, "\"limit\":1,\"anonymousLimit\":0,\"period\":\"month\"");
        TestReader ada = site.reader("ada");
        LocalDate today = LocalDate.ofInstant(MovingTime.now(), ZoneId.of(zone));
        Instant turn = today.withDayOfMonth(1)
                .plusMonths(1)
                .atStartOfDay(ZoneId.of(zone))
                .toInstant();
        assertThat(ada.me().path("meter").path("resetsAt").asString()).isEqualTo(turn.toString());
        assertThat(ada.read("post0").status()).isEqualTo(201);

        MovingTime.advanceTo(turn.minusSeconds(30));
        assertThat(ada.reason("post0")).isEqualTo("metered");
        assertThat(ada.read("post1").code()).isEqualTo("meter-used-up");
        MovingTime.advanceTo(turn);
        assertThat(ada.reason("post0")).isEqualTo("meter-available");
        assertThat(ada.read("post1").status()).isEqualTo(201);
        assertThat(ada.read("post0").code()).isEqualTo("meter-used-up");
    }

    @Test
    void countsAChangedLimitFromTheNextPeriodOn() {
        meter("UTC", "\"limit\":2,\"anonymousLimit\":0,\"period\":\"month\"");
        TestReader ada = site.reader("ada");
        assertThat(ada.read("post0").status()).isEqualTo(201);
        meter("UTC", "\"limit\":4,\"anonymousLimit\":0,\"period\":\"month\"");
        assertThat(meterOf(ada).path("limit").asInt()).isEqualTo(2);
        assertThat(ada.read("post1").status()).isEqualTo(201);
        assertThat(ada.read("post2").code()).isEqualTo("meter-used-up");
        assertThat(meterOf(site.reader("bob")).path("limit").asInt()).isEqualTo(4);

        MovingTime.advanceTo(Instant.parse(meterOf(ada).path("resetsAt").asString()));
        assertThat(meterOf(ada).path("limit").asInt()).isEqualTo(4);
        for (int i = 0; i < 4; i++) {
            assertThat(ada.read("post" + i).status()).isEqualTo(201);
        }
        assertThat(ada.read("post4").code()).isEqualTo("meter-used-up");
    }

    @Test
    void rollsThirtyDaysFromTheFirstReadWhereTheSiteCountsSo() {
        meter("UTC", "\"limit\":2,\"anonymousLimit\":0,\"period\":\"P30D\"");
        TestReader ada = site.reader("ada");
        assertThat(meterOf(ada).path("resetsAt").isNull()).isTrue();
        MovingTime.advance("P3D");
        Instant before = MovingTime.now();
        assertThat(ada.read("post0").status()).isEqualTo(201);
        Instant end = Instant.parse(meterOf(ada).path("resetsAt").asString());
        assertThat(end)
                .isBetween(before.plus(Duration.ofDays(30)), MovingTime.now().plus(Duration.ofDays(30)));

        MovingTime.advance("P20D");
        assertThat(ada.read("post1").status()).isEqualTo(201);
        assertThat(meterOf(ada).path("resetsAt").asString()).isEqualTo(end.toString());
        MovingTime.advanceTo(end.minusSeconds(30));
        assertThat(ada.read("post2").code()).isEqualTo("meter-used-up");
        MovingTime.advanceTo(end);
        assertThat(meterOf(ada).path("left").asInt()).isEqualTo(2);
        assertThat(meterOf(ada).path("resetsAt").isNull()).isTrue();
        assertThat(ada.read("post1").status()).isEqualTo(201);
    }

    @Test
    void givesReadersWhomNobodyKnowsTheirOwnLimitAndThenAsksThemToSignIn() {
        meter("UTC", "\"limit\":3,\"anonymousLimit\":1,\"period\":\"month\"");
        TestReader nobody = site.anonymous();
        assertThat(meterOf(nobody).path("limit").asInt()).isEqualTo(1);
        assertThat(nobody.read("post0").status()).isEqualTo(201);
        assertThat(nobody.reason("post1")).isEqualTo("sign-in-required");
        assertThat(nobody.read("post1").code()).isEqualTo("meter-used-up");
        assertThat(site.reader("ada").me().path("meter").path("limit").asInt()).isEqualTo(3);
        MovingTime.advanceTo(Instant.parse(meterOf(nobody).path("resetsAt").asString()));
        assertThat(nobody.read("post1").status()).isEqualTo(201);
    }

    private void meter(String zone, String rules) {
        site.settings("\"timeZone\":\"%s\",\"meter\":{%s}".formatted(zone, rules));
    }

    private static JsonNode meterOf(TestReader reader) {
        return reader.me().path("meter");
    }
}
