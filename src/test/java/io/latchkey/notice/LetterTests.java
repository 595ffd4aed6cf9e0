package io.latchkey.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.shared.time.Round;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Readers are told by e-mail, once, in their language, and it can be proved. */
@Tag("oldest")
class LetterTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Mailroom MAILROOM = new Mailroom();

    private final TestSite site = MAILROOM.service()
            .site("letters")
            .settings("\"graceDays\":5,\"imprint\":\"https://letters.example/imprint\"")
            .monthlyPlan("monthly", 900, 3)
            .plan("yearly", plan("Jahr", "P1Y", 9_900, ""))
            .plan("tried", plan("Probe", "P1M", 900, "\"trial\":\"P14D\","));

    @AfterAll
    static void stop() {
        MAILROOM.close();
    }

    @BeforeEach
    void emptyTheMailboxes() throws Exception {
        MAILROOM.empty();
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
        assertThat(Mailroom.subjects(letters))
                .anyMatch(subject -> subject.contains("Beleg"))
                .anyMatch(subject -> subject.contains("Kündigung ist bestätigt"));
        for (MimeMessage letter : letters) {
            assertThat(letter.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(letter.getHeader("Content-Language")).containsExactly("de");
            assertThat(Mailroom.text(letter)).doesNotContain("{").contains("Ada Lovelace");
        }
        assertThat(listed("ada")).hasSize(2).allSatisfy(notice -> {
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
    void writesTheMomentAsTheReceiptInItDoes(String locale, String name, String sentence) throws Exception {
        TestSubscriber ada = subscriber("ada", locale, "monthly");
        MAILROOM.empty();
        assertThat(ada.cancel("period-end").status()).isEqualTo(201);
        send();
        String letter = Mailroom.text(letters("ada").getFirst()).replace("\r\n", "\n");
        String moment = letter.lines()
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
    void warnsOfTheEndOfATrialAWeekAheadAndOfAFailedPaymentAndTellsOfTheEnd() throws Exception {
        TestSubscriber ada = subscriber("ada", "en", "tried");
        Instant end = ada.paidUntil();
        MAILROOM.advanceTo(end.minus(Duration.ofDays(8)));
        send();
        assertThat(letters("ada")).isEmpty();
        MAILROOM.advanceTo(end.minus(Duration.ofDays(6)));
        send();
        assertThat(Mailroom.subjects(letters("ada")))
                .hasSize(1)
                .first()
                .asString()
                .contains("trial");

        ada.card("declines");
        MAILROOM.advanceTo(end.plus(Duration.ofDays(2)));
        send();
        assertThat(Mailroom.subjects(letters("ada")))
                .hasSize(2)
                .last()
                .asString()
                .contains("payment");
        MAILROOM.advanceTo(end.plus(Duration.ofDays(5)));
        send();
        assertThat(ada.status()).isEqualTo("expired");
        assertThat(Mailroom.subjects(letters("ada")))
                .hasSize(3)
                .last()
                .asString()
                .contains("has ended");
    }

    @Test
    void tellsOfAYearlyRenewalFifteenToFortyFiveDaysAheadAndOfAMonthlyOneNever() throws Exception {
        TestSubscriber ada = subscriber("ada", "en", "yearly");
        TestSubscriber ben = subscriber("ben", "en", "monthly");
        Instant end = ada.paidUntil();
        MAILROOM.advanceTo(end.minus(Duration.ofDays(46)));
        send();
        assertThat(Mailroom.subjects(letters("ada"))).hasSize(1);
        MAILROOM.advanceTo(end.minus(Duration.ofDays(15)));
        send();
        assertThat(Mailroom.subjects(letters("ada")))
                .hasSize(2)
                .last()
                .asString()
                .contains("renew");
        Instant told = Instant.parse(listed("ada").getFirst().path("noticedAt").asString());
        assertThat(Duration.between(told, end)).isBetween(Duration.ofDays(15), Duration.ofDays(45));
        MAILROOM.advanceTo(end.minus(Duration.ofDays(1)));
        send();
        assertThat(letters("ada")).hasSize(2);
        assertThat(Mailroom.subjects(letters("ben"))).noneMatch(subject -> subject.contains("renew"));
        assertThat(ben.status()).isEqualTo("active");
    }

    @Test
    void tellsOfANewPriceThirtyDaysAheadWithBothPricesAndKeepsTheEvidence() throws Exception {
        TestSubscriber ada = subscriber("ada", "en", "monthly");
        send();
        Instant now = MAILROOM.service().advance("PT0S");
        Answer announced = site.api()
                .put("/v1/plans/monthly/price-change", site.key(), """
                    {"price":{"amountMinor":1100,"currency":"EUR"},"effectiveAt":"%s"}
                    """.formatted(now.plus(Duration.ofDays(35))));
        assertThat(announced.status()).as(announced.text()).isEqualTo(200);
        MAILROOM.service().advance("PT2H");
        send();
        send();
        MimeMessage letter = letters("ada").getLast();
        assertThat(letters("ada")).hasSize(2);
        assertThat(Mailroom.text(letter)).contains("9.00").contains("11.00");
        JsonNode evidence = listed("ada").getFirst();
        assertThat(evidence.path("kind").asString()).isEqualTo("price-change");
        assertThat(evidence.path("status").asString()).isEqualTo("sent");
        assertThat(evidence.path("replyCode").asInt()).isEqualTo(250);
        assertThat(evidence.path("messageId").asString()).isEqualTo(letter.getHeader("Message-ID")[0]);
        assertThat(Instant.parse(evidence.path("sentAt").asString())).isEqualTo(MAILROOM.wall());
        assertThat(Instant.parse(evidence.path("noticedAt").asString())).isBefore(now.plus(Duration.ofDays(5)));
        assertThat(ada.status()).isEqualTo("active");
    }

    @Test
    void leadsToTheAccountTheReceiptThePaymentAndTheImprint() throws Exception {
        TestSubscriber ada = subscriber("ada", "en", "monthly");
        String account = TestService.ISSUER + "/account/" + site.id();
        ada.card("declines");
        MAILROOM.advanceTo(ada.paidUntil().plus(Duration.ofDays(2)));
        send();
        String receipt = Mailroom.text(letter("ada", "receipt"));
        String failed = Mailroom.text(letter("ada", "payment failed"));
        assertThat(receipt)
                .contains(account + "/\r\n")
                .containsPattern(TestService.ISSUER + "/v1/receipts/[0-9a-f-]{36}\r\n")
                .endsWith("https://letters.example/imprint");
        assertThat(failed).contains(account + "/payment-method\r\n").doesNotContain("/v1/receipts");
        assertThat(Mailroom.html(letter("ada", "payment failed")))
                .contains("<a href=\"" + account + "/payment-method\">");
        String page = receipt.replaceAll("(?s).*" + TestService.ISSUER + "(/v1/receipts/\\S+).*", "$1");
        assertThat(site.api().get(page, null).status()).isEqualTo(200);
    }

    @Test
    void sendsOnceHoweverManyRunsThereAreAtOnce() throws Exception {
        TestSubscriber ada = subscriber("ada", "en", "monthly");
        assertThat(ada.cancel("now").status()).isEqualTo(201);
        NoticeRun run = MAILROOM.service().bean(NoticeRun.class);
        Mono.when(run.run(), run.run(), run.run(), run.run()).block(PATIENCE);
        assertThat(letters("ada")).hasSize(2);
    }

    @Test
    void aRunSaysWhatAnotherHolds() throws Exception {
        subscriber("ada", "en", "monthly");
        Instant lease = MAILROOM.wall().plusSeconds(60);
        // Whoever takes it dies with it.
        MAILROOM.service().bean(NoticeQueue.class).take(lease, 100).blockLast(PATIENCE);

        Round meanwhile = MAILROOM.service().bean(NoticeRun.class).run().block(PATIENCE);
        assertThat(meanwhile).isEqualTo(new Round(0, 1));
        assertThatThrownBy(LetterTests::send).hasMessageContaining("held by another run");
        assertThat(letters("ada")).isEmpty();

        MAILROOM.wall(lease);
        send();
        assertThat(letters("ada")).hasSize(1);
    }

    @Test
    void waitsForAMailServerThatIsAwayAndThenSendsOnce() throws Exception {
        TestSubscriber ada = subscriber("ada", "en", "monthly");
        send();
        MAILROOM.shut();
        try {
            assertThat(ada.cancel("now").status()).isEqualTo(201);
            send();
            assertThat(listed("ada").getFirst().path("status").asString()).isEqualTo("pending");
            assertThat(listed("ada").getFirst().path("outcome").asString()).isEqualTo("unreachable");
        } finally {
            MAILROOM.open();
        }
        MAILROOM.wall(MAILROOM.wall().plus(Duration.ofMinutes(5)));
        send();
        assertThat(listed("ada").getFirst().path("status").asString()).isEqualTo("sent");
        assertThat(Mailroom.subjects(letters("ada")))
                .filteredOn(subject -> subject.contains("cancellation"))
                .hasSize(1);
    }

    @Test
    void waitsForAnAddressAndThenSendsOnce() throws Exception {
        TestSubscriber ben = TestSubscriber.of(site.reader("ben"), "monthly");
        assertThat(ben.cancel("period-end").status()).isEqualTo(201);
        send();
        assertThat(listed("ben")).isNotEmpty().allSatisfy(notice -> {
            assertThat(notice.path("status").asString()).isEqualTo("pending");
            assertThat(notice.path("outcome").asString()).isEqualTo("no-address");
            assertThat(notice.path("attempts").asInt()).as("nothing was tried").isZero();
        });
        MAILROOM.wall(MAILROOM.wall().plus(Duration.ofDays(7)));
        send();
        tell("ben", "en", "Ben");
        send();
        send();
        assertThat(listed("ben"))
                .allMatch(notice -> notice.path("status").asString().equals("sent"));
        assertThat(Mailroom.subjects(letters("ben")))
                .filteredOn(subject -> subject.contains("cancellation"))
                .hasSize(1);
    }

    @Test
    void waitsForAnAddressNoLongerThanForAMailServer() {
        TestSubscriber.of(site.reader("ben"), "monthly");
        send();
        MAILROOM.wall(MAILROOM.wall().plus(Duration.ofDays(31)));
        send();
        tell("ben", "en", "Ben");
        send();
        assertThat(listed("ben"))
                .isNotEmpty()
                .allMatch(notice -> notice.path("status").asString().equals("expired"));
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
        assertThat(Mailroom.html(letter)).doesNotContain("<script").doesNotContain("<b>");
    }

    private TestSubscriber subscriber(String ref, String locale, String plan) {
        TestReader reader = site.reader(ref);
        tell(ref, locale, "Ada Lovelace");
        return TestSubscriber.of(reader, plan);
    }

    private void tell(String ref, String locale, String name) {
        Answer put = site.api()
                .put(
                        "/v1/readers/" + ref,
                        site.key(),
                        "{\"email\":\"%s@%s.example\",\"name\":\"%s\",\"locale\":\"%s\"}"
                                .formatted(ref, site.id(), name, locale));
        assertThat(put.status()).as(put.text()).isBetween(200, 201);
    }

    private static void send() {
        MAILROOM.send();
    }

    /** Letters are handed over side by side: they come in any order. */
    private MimeMessage letter(String ref, String subject) {
        return MAILROOM.letter(site, ref, subject);
    }

    private List<MimeMessage> letters(String ref) {
        return MAILROOM.letters(site, ref);
    }

    private List<JsonNode> listed(String ref) {
        Answer answer = site.api().get("/v1/readers/" + ref + "/notices", site.key());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body().path("items").valueStream().toList();
    }

    private static String plan(String name, String period, int price, String trial) {
        return """
            {"kind":"subscription","name":"%s","period":"%s",%s
             "price":{"amountMinor":%d,"currency":"EUR"}}
            """.formatted(name, period, trial, price);
    }
}
