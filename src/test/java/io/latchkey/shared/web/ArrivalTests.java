package io.latchkey.shared.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.shared.web.Arrival.Awaited;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ArrivalTests {

    private final Arrival arrival = new Arrival(
            new ConnectionSettings(
                    1, Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(30)),
            0);

    @Test
    void theNextRequestMayTakeAsLongAsAConnectionIdles() {
        assertThat(arrival.late(seconds(29))).isNull();
        assertThat(arrival.late(seconds(30))).isEqualTo(Awaited.REQUEST);
    }

    @Test
    void aHeadIsToBeWholeHoweverSteadilyItComes() {
        for (int second = 20; second < 30; second++) {
            arrival.bytes(seconds(second));
            assertThat(arrival.late(seconds(second))).isNull();
        }
        arrival.bytes(seconds(30));
        assertThat(arrival.late(seconds(30))).isEqualTo(Awaited.HEAD);
    }

    @Test
    void aBodyIsToComeWithoutLongPauses() {
        headAt(0);
        comesAt(4);
        comesAt(8);
        assertThat(arrival.late(seconds(12))).isNull();
        assertThat(arrival.late(seconds(13))).isEqualTo(Awaited.BODY);
    }

    @Test
    void aPauseOfOursIsNotTheClients() {
        headAt(0);
        arrival.bytes(seconds(1));
        assertThat(arrival.late(seconds(40))).as("nothing was read").isNull();
        arrival.asked(seconds(40));
        assertThat(arrival.late(seconds(44))).isNull();
        assertThat(arrival.late(seconds(45))).isEqualTo(Awaited.BODY);
    }

    @Test
    void askingAgainForWhatDoesNotComeWinsNoTime() {
        headAt(0);
        for (int second = 0; second < 5; second++) {
            arrival.asked(seconds(second));
        }
        assertThat(arrival.late(seconds(5))).isEqualTo(Awaited.BODY);
    }

    @Test
    void aBodyIsToBeWholeUnlessItMayBeLong() {
        headAt(0);
        for (int second = 1; second < 60; second++) {
            comesAt(second);
        }
        assertThat(arrival.late(seconds(60))).isEqualTo(Awaited.BODY);

        arrival.head(true, seconds(60));
        for (int second = 61; second < 600; second++) {
            comesAt(second);
            assertThat(arrival.late(seconds(second))).isNull();
        }
    }

    @Test
    void anAnswerMayTakeAsLongAsWeLike() {
        headAt(0);
        arrival.body(seconds(1));
        assertThat(arrival.late(seconds(1_000))).isNull();
        arrival.answered(seconds(1_000));
        assertThat(arrival.late(seconds(1_029))).isNull();
        assertThat(arrival.late(seconds(1_030))).isEqualTo(Awaited.REQUEST);
    }

    @Test
    void anAnswerBeforeTheEndOfTheRequestIsOne() {
        headAt(0);
        arrival.answered(seconds(1));
        arrival.body(seconds(2));
        assertThat(arrival.late(seconds(31))).isNull();
        assertThat(arrival.late(seconds(32))).isEqualTo(Awaited.REQUEST);
    }

    @Test
    void whatIsLeftOfABodyAfterItsAnswerStillHasToCome() {
        headAt(0);
        arrival.answered(seconds(1));
        assertThat(arrival.late(seconds(5))).isEqualTo(Awaited.BODY);
    }

    @Test
    void whoIsGivenUpHasAsLongAsAPauseToTakeTheRefusal() {
        headAt(0);
        arrival.givenUp(seconds(5));
        comesAt(6);
        arrival.body(seconds(7));
        arrival.head(true, seconds(7));
        arrival.answered(seconds(8));
        assertThat(arrival.late(seconds(9))).isNull();
        assertThat(arrival.late(seconds(10))).isEqualTo(Awaited.END);
    }

    private void headAt(int second) {
        arrival.bytes(seconds(second));
        arrival.asked(seconds(second));
        arrival.head(false, seconds(second));
    }

    private void comesAt(int second) {
        arrival.bytes(seconds(second));
        arrival.asked(seconds(second));
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
