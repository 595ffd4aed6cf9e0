package io.latchkey.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

import io.latchkey.shared.Clock;
import io.latchkey.shared.Round;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.ByHand;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.Bean;

import reactor.core.publisher.Mono;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Readers are told by e-mail, once, in their language, and it can be proved. */
@Tag("oldest")
class LetterTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicReference<Instant> WALL =
            new AtomicReference<>(Instant.parse("2031-03-01T09:30:00Z"));
    private static final GreenMail MAIL =
            new GreenMail(new ServerSetup(freePort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private static final TestService SERVICE = start();

    private final TestSite site =
            SERVICE.site("letters")
                    .settings("\"graceDays\":5")
                    .monthlyPlan("monthly", 900, 3)
                    .plan("yearly", plan("Jahr", "P1Y", 9_900, ""))
                    .plan("tried", plan("Probe", "P1M", 900, "\"trial\":\"P14D\","));

    /** The same after a restart, which a dynamic one would not be. */
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestService start() {
        MAIL.start();
        return TestService.with(
                StandingWall.class,
                TestDatabase.fresh(),
                "--spring.mail.host=127.0.0.1",
                "--spring.mail.port=" + MAIL.getSmtp().getPort());
    }

    /** Not marked as a configuration: the scan would find it. */
    static class StandingWall {
        @Bean
        Clock standingClock() {
            return new Clock(WALL::get);
        }
    }

    @AfterAll
    static void stop() {
        SERVICE.close();
        MAIL.stop();
    }

    @BeforeEach
    void emptyTheMailboxes() throws Exception {
        send();
        MAIL.purgeEmailFromAllMailboxes();
    }

    @Test
    void receiptsAPurchaseAndConfirmsACancellationOnceInTheReadersLanguage() throws Exception {
        TestSubscriber ada = subscriber("ada", "de", "monthly");
        assertThat(ada.cancel("period-end").status()).isEqualTo(201);
        assertThat(ada.cancel("period-end").status()).isEqualTo(200);
        send();
        send();
        List<MimeMessage> letters = letters("ada");
        assertThat(letters).hasSize(2);
        assertThat(subjects(letters))
                .anyMatch(subject -> subject.contains("Beleg"))
                .anyMatch(subject -> subject.contains("Kündigung ist bestätigt"));
        for (MimeMessage letter : letters) {
            assertThat(letter.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(letter.getHeader("Content-Language")).containsExactly("de");
            assertThat(text(letter)).doesNotContain("{").contains("Ada Lovelace");
        }
        assertThat(listed("ada"))
                .hasSize(2)
                .allSatisfy(notice -> {
                    assertThat(notice.path("status").asString()).isEqualTo("sent");
                    assertThat(notice.path("replyCode").asInt()).isEqualTo(250);
                    assertThat(notice.path("sentAt").asString()).isNotEmpty();
                });
    }

    /**
     * Whoever compares the letter with the receipt in it finds the same words for the same time.
     */
    @ParameterizedTest
    @CsvSource({
        "en, Received, received your cancellation of “Monthly” on %s.",
        "en-US, Received, received your cancellation of “Monthly” on %s.",
        "de, Eingegangen, Ihre Kündigung von „Monthly“ ist am %s bei uns eingegangen.",
        "fr, Réception, Votre résiliation de «\u00a0Monthly\u00a0» nous est parvenue le %s.",
        "es, Recibido, Recibimos su cancelación de «Monthly» el %s."
    })
    void writesTheMomentAsTheReceiptInItDoes(String locale, String name, String sentence)
            throws Exception {
        TestSubscriber ada = subscriber("ada", locale, "monthly");
        send();
        assertThat(ada.cancel("period-end").status()).isEqualTo(201);
        send();
        String letter = text(letters("ada").getLast()).replace("\r\n", "\n");
        String moment =
                letter.lines()
                        .filter(line -> line.matches(name + "\u00a0?: .*"))
                        .map(line -> line.substring(line.indexOf(": ") + 2))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(letter));
        assertThat(letter).contains(sentence.formatted(moment));
        if (locale.equals("en-US")) {
            assertThat(moment).containsPattern("[AP]M");
        }
    }

    @Test
    void warnsOfTheEndOfATrialThreeDaysAheadAndOfAFailedPaymentAndTellsOfTheEnd() throws Exception {
        TestSubscriber ada = subscriber("ada", "en", "tried");
        Instant end = ada.paidUntil();
        advanceTo(end.minus(Duration.ofDays(4)));
        send();
        assertThat(letters("ada")).isEmpty();
        advanceTo(end.minus(Duration.ofDays(2)));
        send();
        assertThat(subjects(letters("ada"))).hasSize(1).first().asString().contains("trial");

        ada.card("declines");
        advanceTo(end.plus(Duration.ofDays(2)));
        send();
        assertThat(subjects(letters("ada"))).hasSize(2).last().asString().contains("payment");
        advanceTo(end.plus(Duration.ofDays(5)));
        send();
        assertThat(ada.status()).isEqualTo("expired");
        assertThat(subjects(letters("ada"))).hasSize(3).last().asString().contains("has ended");
    }

    @Test
    void tellsOfAYearlyRenewalFifteenToFortyFiveDaysAheadAndOfAMonthlyOneNever() throws Exception {
        TestSubscriber ada = subscriber("ada", "en", "yearly");
        TestSubscriber ben = subscriber("ben", "en", "monthly");
        Instant end = ada.paidUntil();
        advanceTo(end.minus(Duration.ofDays(46)));
        send();
        assertThat(subjects(letters("ada"))).hasSize(1);
        advanceTo(end.minus(Duration.ofDays(15)));
        send();
        assertThat(subjects(letters("ada"))).hasSize(2).last().asString().contains("renew");
        Instant told = Instant.parse(listed("ada").getFirst().path("noticedAt").asString());
        assertThat(Duration.between(told, end)).isBetween(Duration.ofDays(15), Duration.ofDays(45));
        advanceTo(end.minus(Duration.ofDays(1)));
        send();
        assertThat(letters("ada")).hasSize(2);
        assertThat(subjects(letters("ben"))).noneMatch(subject -> subject.contains("renew"));
        assertThat(ben.status()).isEqualTo("active");
    }

    @Test
    void tellsOfANewPriceThirtyDaysAheadWithBothPricesAndKeepsTheEvidence() throws Exception {
        TestSubscriber ada = subscriber("ada", "en", "monthly");
        send();
        Instant now = Instant.parse(clock("PT0S").text("now"));
        Answer announced =
                site.api()
                        .put(
                                "/v1/plans/monthly/price-change",
                                site.key(),
                                """
                                {"price":{"amountMinor":1100,"currency":"EUR"},"effectiveAt":"%s"}
                                """
                                        .formatted(now.plus(Duration.ofDays(35))));
        assertThat(announced.status()).as(announced.text()).isEqualTo(200);
        clock("PT2H");
        send();
        send();
        MimeMessage letter = letters("ada").getLast();
        assertThat(letters("ada")).hasSize(2);
        assertThat(text(letter)).contains("9.00").contains("11.00");
        JsonNode evidence = listed("ada").getFirst();
        assertThat(evidence.path("kind").asString()).isEqualTo("price-change");
        assertThat(evidence.path("status").asString()).isEqualTo("sent");
        assertThat(evidence.path("replyCode").asInt()).isEqualTo(250);
        assertThat(evidence.path("messageId").asString())
                .isEqualTo(letter.getHeader("Message-ID")[0]);
        assertThat(Instant.parse(evidence.path("sentAt").asString())).isEqualTo(WALL.get());
        assertThat(Instant.parse(evidence.path("noticedAt").asString()))
                .isBefore(now.plus(Duration.ofDays(5)));
        assertThat(ada.status()).isEqualTo("active");
    }

    @Test
    void sendsOnceHoweverManyRunsThereAreAtOnce() throws Exception {
        TestSubscriber ada = subscriber("ada", "en", "monthly");
        assertThat(ada.cancel("now").status()).isEqualTo(201);
        NoticeRun run = SERVICE.bean(NoticeRun.class);
        Mono.when(run.run(), run.run(), run.run(), run.run()).block(PATIENCE);
        assertThat(letters("ada")).hasSize(2);
    }

    @Test
    void aRunSaysWhatAnotherHolds() throws Exception {
        subscriber("ada", "en", "monthly");
        Instant lease = WALL.get().plusSeconds(60);
        // Whoever takes it dies with it.
        SERVICE.bean(NoticeQueue.class).take(lease, 100).blockLast(PATIENCE);

        Round meanwhile = SERVICE.bean(NoticeRun.class).run().block(PATIENCE);
        assertThat(meanwhile).isEqualTo(new Round(0, 1));
        assertThatThrownBy(LetterTests::send).hasMessageContaining("held by another run");
        assertThat(letters("ada")).isEmpty();

        WALL.set(lease);
        send();
        assertThat(letters("ada")).hasSize(1);
    }

    @Test
    void waitsForAMailServerThatIsAwayAndThenSendsOnce() throws Exception {
        TestSubscriber ada = subscriber("ada", "en", "monthly");
        send();
        MAIL.stop();
        try {
            assertThat(ada.cancel("now").status()).isEqualTo(201);
            send();
            assertThat(listed("ada").getFirst().path("status").asString()).isEqualTo("pending");
            assertThat(listed("ada").getFirst().path("outcome").asString())
                    .isEqualTo("unreachable");
        } finally {
            MAIL.start();
        }
        WALL.updateAndGet(now -> now.plus(Duration.ofMinutes(5)));
        send();
        assertThat(listed("ada").getFirst().path("status").asString()).isEqualTo("sent");
        assertThat(subjects(letters("ada")))
                .filteredOn(subject -> subject.contains("cancellation"))
                .hasSize(1);
    }

    @Test
    void saysThatItHadNoAddressAndForgetsTheReaderWithTheErasure() throws Exception {
        TestSubscriber ben = TestSubscriber.of(site.reader("ben"), "monthly");
        send();
        assertThat(listed("ben").getFirst().path("status").asString()).isEqualTo("undeliverable");

        TestSubscriber ada = subscriber("ada", "en", "monthly");
        assertThat(site.api().delete("/v1/me", ada.reader().token()).status()).isEqualTo(202);
        send();
        assertThat(letters("ada")).isEmpty();
        assertThat(ben.status()).isEqualTo("active");
    }

    @Test
    void letsNoNameBreakOutOfAHeaderOrIntoTheMarkup() throws Exception {
        TestReader ada = site.reader("ada");
        site.plan("odd", plan("<script>alert(1)</script>", "P1M", 900, ""));
        tell("ada", "en", "Ada <b> eve@example.com,");
        TestSubscriber.of(ada, "odd");
        send();
        MimeMessage letter = letters("ada").getFirst();
        assertThat(letter.getHeader("Bcc")).isNull();
        assertThat(letter.getAllRecipients()).hasSize(1);
        assertThat(html(letter)).doesNotContain("<script").doesNotContain("<b>");
    }

    private TestSubscriber subscriber(String ref, String locale, String plan) {
        TestReader reader = site.reader(ref);
        tell(ref, locale, "Ada Lovelace");
        return TestSubscriber.of(reader, plan);
    }

    private void tell(String ref, String locale, String name) {
        Answer put =
                site.api()
                        .put(
                                "/v1/readers/" + ref,
                                site.key(),
                                "{\"email\":\"%s@%s.example\",\"name\":\"%s\",\"locale\":\"%s\"}"
                                        .formatted(ref, site.id(), name, locale));
        assertThat(put.status()).as(put.text()).isBetween(200, 201);
    }

    private static void send() {
        ByHand.run(SERVICE.bean(NoticeRun.class).run());
    }

    private List<MimeMessage> letters(String ref) throws MessagingException {
        List<MimeMessage> found = new ArrayList<>();
        for (MimeMessage letter : MAIL.getReceivedMessages()) {
            if (letter.getAllRecipients()[0].toString().contains(ref + "@" + site.id())) {
                found.add(letter);
            }
        }
        return found;
    }

    private static List<String> subjects(List<MimeMessage> letters) throws MessagingException {
        List<String> subjects = new ArrayList<>();
        for (MimeMessage letter : letters) {
            subjects.add(letter.getSubject());
        }
        return subjects;
    }

    private static String text(MimeMessage letter) throws MessagingException, IOException {
        return part(letter, 0);
    }

    private static String html(MimeMessage letter) throws MessagingException, IOException {
        return part(letter, 1);
    }

    private static String part(MimeMessage letter, int number)
            throws MessagingException, IOException {
        BodyPart part = ((MimeMultipart) letter.getContent()).getBodyPart(number);
        return part.getContent().toString();
    }

    private List<JsonNode> listed(String ref) {
        Answer answer = site.api().get("/v1/readers/" + ref + "/notices", site.key());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body().path("items").valueStream().toList();
    }

    private static void advanceTo(Instant moment) {
        Answer now = clock("PT0S");
        clock(Duration.between(Instant.parse(now.text("now")), moment).toString());
    }

    private static Answer clock(String advance) {
        Answer moved =
                SERVICE.api()
                        .post(
                                "/v1/sandbox/clock",
                                TestService.OPERATOR,
                                "{\"advance\":\"" + advance + "\"}");
        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        return moved;
    }

    private static String plan(String name, String period, int price, String trial) {
        return """
        {"kind":"subscription","name":"%s","period":"%s",%s
         "price":{"amountMinor":%d,"currency":"EUR"}}
        """
                .formatted(name, period, trial, price);
    }
}
