package io.latchkey.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.notice.Postmaster.Mood;
import io.latchkey.shared.time.Clock;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.ByHand;
import io.latchkey.testing.Death;
import io.latchkey.testing.MortalConnections;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

/** What becomes of a letter that the mail server refuses, and of a run that is killed over it. */
class MailRefusalTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicReference<Instant> WALL = new AtomicReference<>(Instant.parse("2031-03-01T09:30:00Z"));
    private static final AtomicInteger READERS = new AtomicInteger();
    private static final String DATABASE = TestDatabase.fresh();
    private static final Death DEATH = new Death(DATABASE);
    private static final Postmaster MAIL = new Postmaster();
    private static final TestService SERVICE = start(Quiet.class);
    private static final TestService MORTAL = start(Mortal.class);
    private static final TestSite SITE = SERVICE.site("refused").monthlyPlan("monthly", 900, 3);

    private static TestService start(Class<?> configuration) {
        return TestService.with(
                configuration,
                DATABASE,
                "--latchkey.mail.smtputf8=true",
                "--spring.mail.host=127.0.0.1",
                "--spring.mail.port=" + MAIL.port());
    }

    /** Not marked as configurations: the scan would find them. */
    static class Quiet {
        @Bean
        Clock standingClock() {
            return new Clock(WALL::get);
        }
    }

    @Import(Quiet.class)
    static class Mortal {
        @Bean
        static BeanPostProcessor mortalConnections() {
            return MortalConnections.of(DEATH);
        }
    }

    @AfterAll
    static void stop() {
        MORTAL.close();
        SERVICE.close();
        MAIL.close();
    }

    @BeforeEach
    void calm() {
        MAIL.mood.set(Mood.FRIENDLY);
        MAIL.taken.set(() -> {});
        send(SERVICE);
        MAIL.given.clear();
        MAIL.accepted.clear();
        MAIL.visits.clear();
        MAIL.recipients.clear();
        MAIL.unicode.set(false);
    }

    /** Cut down to bytes, a letter of another alphabet is one of ours: another's mailbox. */
    @Test
    void aLetterGoesToTheAddressThatWasToldOrToNone() {
        String none = receipted("\u0161dmin@refused.example");
        send(SERVICE);
        assertThat(MAIL.recipients).isEmpty();
        assertThat(notice(none).path("status").asString()).isEqualTo("pending");
        assertThat(notice(none).path("outcome").asString()).isEqualTo("bad-address");

        tell(none, "sdmin@refused.example");
        send(SERVICE);
        assertThat(notice(none).path("status").asString()).isEqualTo("sent");
        assertThat(MAIL.recipients).singleElement().asString().contains("<sdmin@refused.example>");

        MAIL.recipients.clear();
        MAIL.accepted.clear();
        MAIL.unicode.set(true);
        String told = receipted("s\u030Cdmin@Stra\u00DFe.example");
        send(SERVICE);
        assertThat(notice(told).path("status").asString()).isEqualTo("sent");
        assertThat(MAIL.recipients).singleElement().asString().contains("<\u0161dmin@xn--strae-oqa.example>");
        assertThat(MAIL.accepted).containsExactly(notice(told).path("messageId").asString());
    }

    @ParameterizedTest
    @CsvSource({"NO_SUCH_MAILBOX, 550", "DISGUSTED, 554"})
    void aLetterThatIsRefusedForGoodIsNotTriedAgain(Mood mood, int code) {
        String ref = receipted();
        MAIL.mood.set(mood);
        send(SERVICE);
        JsonNode notice = notice(ref);
        assertThat(notice.path("status").asString()).isEqualTo("failed");
        assertThat(notice.path("outcome").asString()).isEqualTo("rejected");
        assertThat(notice.path("replyCode").asInt(0)).isEqualTo(code);
        assertThat(notice.path("sentAt").isMissingNode()
                        || notice.path("sentAt").isNull())
                .isTrue();

        MAIL.mood.set(Mood.FRIENDLY);
        passes(Duration.ofDays(1));
        send(SERVICE);
        assertThat(MAIL.visits).hasSize(1);
        assertThat(MAIL.accepted).isEmpty();

        tell(ref, "anybody@Refused.EXAMPLE");
        send(SERVICE);
        assertThat(MAIL.visits).as("told of the same address").hasSize(1);
        tell(ref, "new-" + ref + "@readers.example");
        send(SERVICE);
        assertThat(notice(ref).path("status").asString()).isEqualTo("sent");
        assertThat(MAIL.accepted).hasSize(1);
    }

    private static void tell(String ref, String address) {
        Answer put = SITE.api().put("/v1/readers/" + ref, SITE.key(), "{\"email\":\"%s\"}".formatted(address));
        assertThat(put.status()).as(put.text()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"BUSY, deferred, 450", "BUSY_IN_THE_END, deferred, 451", "GONE, unreachable, 0"})
    void aLetterThatCannotBeTakenNowIsTakenOnceLater(Mood mood, String outcome, int code) {
        String ref = receipted();
        MAIL.mood.set(mood);
        send(SERVICE);
        JsonNode waiting = notice(ref);
        assertThat(waiting.path("status").asString()).isEqualTo("pending");
        assertThat(waiting.path("outcome").asString()).isEqualTo(outcome);
        assertThat(waiting.path("replyCode").asInt(0)).isEqualTo(code);
        send(SERVICE);
        assertThat(MAIL.visits).as("not before its time").hasSize(1);

        MAIL.mood.set(Mood.FRIENDLY);
        passes(Duration.ofMinutes(2));
        send(SERVICE);
        send(SERVICE);
        assertThat(notice(ref).path("status").asString()).isEqualTo("sent");
        assertThat(notice(ref).path("attempts").asInt()).isEqualTo(2);
        assertThat(MAIL.accepted).containsExactly(notice(ref).path("messageId").asString());
    }

    @Test
    void aLetterWhoseAcceptanceWasNotHeardIsRepeatedAsTheSame() {
        String ref = receipted();
        MAIL.mood.set(Mood.GONE_WITH_THE_LETTER);
        send(SERVICE);
        assertThat(notice(ref).path("outcome").asString()).isEqualTo("unreachable");
        MAIL.mood.set(Mood.FRIENDLY);
        passes(Duration.ofMinutes(2));
        send(SERVICE);
        assertThat(MAIL.accepted).hasSize(2);
        assertThat(Set.copyOf(MAIL.accepted))
                .containsExactly(notice(ref).path("messageId").asString());
    }

    @ParameterizedTest
    @EnumSource(names = {"BUSY", "GONE"})
    void aLetterThatIsNotTakenForThreeDaysIsGivenUp(Mood mood) {
        String ref = receipted();
        MAIL.mood.set(mood);
        send(SERVICE);
        passes(Duration.ofHours(71));
        send(SERVICE);
        assertThat(notice(ref).path("status").asString()).isEqualTo("pending");
        passes(Duration.ofHours(13));
        send(SERVICE);
        assertThat(notice(ref).path("status").asString()).isEqualTo("failed");
        int visits = MAIL.visits.size();
        passes(Duration.ofDays(2));
        send(SERVICE);
        assertThat(MAIL.visits).hasSize(visits);
    }

    /** The mail server's acceptance is one of the steps: there, and there alone, it comes twice. */
    @Test
    void aRunThatIsKilledAfterAnyOfItsStepsSendsOnceOrRepeatsTheSame() {
        boolean killed = true;
        int twice = 0;
        int step = 0;
        while (killed) {
            step++;
            calm();
            String ref = receipted();
            DEATH.comesAfter(step);
            MAIL.taken.set(DEATH::step);
            tryToSend();
            killed = DEATH.hasCome();
            DEATH.isOver();
            int before = MAIL.accepted.size();
            passes(Duration.ofMinutes(10));
            send(SERVICE);
            send(SERVICE);
            String as = "killed after step " + step;
            assertThat(notice(ref).path("status").asString()).as(as).isEqualTo("sent");
            assertThat(Set.copyOf(MAIL.accepted))
                    .as(as)
                    .containsExactly(notice(ref).path("messageId").asString());
            assertThat(MAIL.accepted).as(as).hasSizeBetween(1, 2);
            twice += MAIL.accepted.size() - 1;
            assertThat(MAIL.accepted.size() == 1 || (killed && before == 1))
                    .as(as)
                    .isTrue();
        }
        assertThat(step).as("steps that were seen").isGreaterThan(4);
        assertThat(twice).as("deaths between acceptance and its note").isBetween(1, 2);
    }

    private static void tryToSend() {
        try {
            MORTAL.bean(NoticeRun.class).run().block(PATIENCE);
        } catch (RuntimeException failure) {
            assertThat(DEATH.hasCome()).as(failure.toString()).isTrue();
        }
    }

    /** A reader whose one letter is the receipt of a purchase. */
    private static String receipted() {
        return receipted("anybody@refused.example");
    }

    private static String receipted(String address) {
        String ref = "reader-" + READERS.incrementAndGet();
        TestReader reader = SITE.reader(ref);
        Answer put = SITE.api().put("/v1/readers/" + ref, SITE.key(), "{\"email\":\"%s\"}".formatted(address));
        assertThat(put.status()).as(put.text()).isBetween(200, 201);
        TestSubscriber.of(reader, "monthly");
        return ref;
    }

    private static JsonNode notice(String ref) {
        Answer answer = SITE.api().get("/v1/readers/" + ref + "/notices", SITE.key());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<JsonNode> notices = answer.body().path("items").valueStream().toList();
        assertThat(notices).hasSize(1);
        return notices.getFirst();
    }

    private static void send(TestService by) {
        ByHand.run(by.bean(NoticeRun.class).run());
    }

    private static void passes(Duration time) {
        WALL.updateAndGet(now -> now.plus(time));
    }
}
