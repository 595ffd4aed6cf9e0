package io.latchkey.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Letters name what is charged then, and go out in time for the law and for the reader. */
class ChargeLetterTests {

    private static final Mailroom MAILROOM = new Mailroom();

    private final TestSite site = MAILROOM.service()
            .site("charges")
            .monthlyPlan("monthly", 1_000, 3)
            .monthlyPlan("better", 2_000, 3)
            .plan("yearly", plan("Year", "P1Y", ""))
            .plan("tried", plan("Tried", "P1M", "\"trial\":\"P60D\","))
            .promoCode("HALF", "{\"percent\":50}")
            .promoCode("FIRST", "{\"percent\":50,\"payments\":1}");

    @AfterAll
    static void stop() {
        MAILROOM.close();
    }

    @BeforeEach
    void emptyTheMailboxes() throws Exception {
        MAILROOM.empty();
    }

    @Test
    void namesTheReducedPriceWhereThatIsCharged() throws Exception {
        TestSubscriber ada = subscriber("ada", "yearly", "HALF");
        TestSubscriber ben = subscriber("ben", "tried", "HALF");
        assertThat(ada.subscription().path("nextCharge").path("amountMinor").asInt())
                .isEqualTo(6_000);
        MAILROOM.advanceTo(ben.paidUntil());
        MAILROOM.advanceTo(ada.paidUntil().minus(Duration.ofDays(2)));
        assertThat(text(ada, "renewal-ahead")).contains("60.00").doesNotContain("120.00");
        assertThat(text(ben, "trial-ending")).contains("60.00").doesNotContain("120.00");
        assertThat(told(ada, "charge-changing")).isEmpty();
        assertThat(told(ben, "charge-changing")).isEmpty();
        MAILROOM.advanceTo(ada.paidUntil());
        assertThat(charged(ada)).isEqualTo(6_000);
        assertThat(charged(ben)).isEqualTo(6_000);
    }

    @Test
    void tellsThatAPromotionalPriceEndsThreeToTwentyOneDaysBefore() throws Exception {
        TestSubscriber ada = subscriber("ada", "yearly", "FIRST");
        TestSubscriber ben = subscriber("ben", "monthly", "FIRST");
        Instant end = ada.paidUntil();
        Instant month = ben.paidUntil();
        MAILROOM.advanceTo(end.minus(Duration.ofDays(1)));
        assertThat(text(ada, "renewal-ahead")).contains("120.00").doesNotContain("60.00");
        assertThat(text(ada, "charge-changing"))
                .contains("120.00")
                .contains("60.00")
                .contains("/account/" + site.id() + "/cancel\r\n");
        assertThat(ahead(ada, end)).isBetween(Duration.ofDays(3 + 3), Duration.ofDays(21));
        assertThat(text(ben, "charge-changing")).contains("10.00").contains("5.00");
        assertThat(ahead(ben, month)).isBetween(Duration.ofDays(3 + 3), Duration.ofDays(21));
    }

    @Test
    void tellsOfTheEndOfATrialThreeToTwentyOneDaysBefore() throws Exception {
        TestSubscriber ada = subscriber("ada", "tried", "FIRST");
        Instant end = ada.paidUntil();
        MAILROOM.advanceTo(end.plusSeconds(1));
        assertThat(text(ada, "trial-ending")).contains("60.00");
        Instant told = Instant.parse(told(ada, "trial-ending").getFirst().text());
        assertThat(Duration.between(told, end)).isBetween(Duration.ofDays(3 + 3), Duration.ofDays(21));
    }

    @Test
    void tellsOfANewPriceSevenToThirtyDaysBeforeItIsFirstTakenWithWhatIsTaken() throws Exception {
        TestSubscriber ada = subscriber("ada", "monthly", "HALF");
        Instant now = MAILROOM.service().advance("PT0S");
        Answer announced = site.api()
                .put("/v1/plans/monthly/price-change", site.key(), """
                    {"price":{"amountMinor":1400,"currency":"EUR"},"effectiveAt":"%s"}
                    """.formatted(now.plus(Duration.ofDays(100))));
        assertThat(announced.status()).as(announced.text()).isEqualTo(200);
        MAILROOM.advanceTo(now.plus(Duration.ofDays(50)));
        assertThat(text(ada, "price-change")).contains("before your discount");
        assertThat(told(ada, "charge-changing")).isEmpty();

        MAILROOM.advanceTo(now.plus(Duration.ofDays(100)));
        Instant end = ada.paidUntil();
        MAILROOM.advanceTo(end);
        assertThat(charged(ada)).isEqualTo(700);
        assertThat(text(ada, "charge-changing")).contains("5.00").contains("7.00");
        assertThat(ahead(ada, end)).isBetween(Duration.ofDays(7 + 3), Duration.ofDays(30));
        assertThat(told(ada, "charge-changing")).hasSize(1);
    }

    @Test
    void saysNothingOfAPlanThatTheReaderChose() throws Exception {
        TestSubscriber ada = subscriber("ada", "better", "HALF");
        assertThat(ada.choose("monthly").status()).isEqualTo(200);
        MAILROOM.service().advance("PT1M");
        assertThat(ada.subscription().path("nextCharge").path("amountMinor").asInt())
                .isEqualTo(500);
        Instant end = ada.paidUntil();
        MAILROOM.advanceTo(end.plus(Duration.ofDays(1)));
        assertThat(charged(ada)).isEqualTo(500);
        assertThat(told(ada, "charge-changing")).isEmpty();
    }

    private TestSubscriber subscriber(String ref, String plan, String code) {
        TestReader reader = site.reader(ref);
        Answer put = site.api()
                .put(
                        "/v1/readers/" + ref,
                        site.key(),
                        "{\"email\":\"%s@%s.example\",\"locale\":\"en\"}".formatted(ref, site.id()));
        assertThat(put.status()).as(put.text()).isBetween(200, 201);
        TestSubscriber subscriber = new TestSubscriber(reader, reader.checkout(plan, code));
        assertThat(subscriber.pay()).isEqualTo("paid");
        return subscriber;
    }

    /** What was taken last. */
    private static long charged(TestSubscriber subscriber) {
        return subscriber.reader().payments().stream()
                .map(payment -> payment.path("price").path("amountMinor").asLong())
                .findFirst()
                .orElse(0L);
    }

    private static Duration ahead(TestSubscriber subscriber, Instant end) {
        Instant told =
                Instant.parse(told(subscriber, "charge-changing").getFirst().text());
        return Duration.between(told, end);
    }

    /** When a reader was told something of this kind. */
    private static List<Told> told(TestSubscriber subscriber, String kind) {
        TestReader reader = subscriber.reader();
        Answer answer = reader.site()
                .api()
                .get("/v1/readers/" + reader.ref() + "/notices", reader.site().key());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body()
                .path("items")
                .valueStream()
                .filter(each -> each.path("kind").asString().equals(kind))
                .map(Told::new)
                .toList();
    }

    private record Told(JsonNode notice) {
        String text() {
            return notice.path("noticedAt").asString();
        }

        String messageId() {
            return notice.path("messageId").asString();
        }
    }

    /** The only letter of this kind, as it arrived. */
    private String text(TestSubscriber subscriber, String kind) throws Exception {
        MAILROOM.send();
        List<Told> told = told(subscriber, kind);
        assertThat(told).as(kind).hasSize(1);
        for (MimeMessage letter : MAILROOM.letters(site, subscriber.reader().ref())) {
            if (letter.getHeader("Message-ID")[0].equals(told.getFirst().messageId())) {
                return Mailroom.text(letter);
            }
        }
        throw new AssertionError("the letter did not arrive: " + kind);
    }

    private static String plan(String name, String period, String trial) {
        return """
            {"kind":"subscription","name":"%s","period":"%s",%s
             "price":{"amountMinor":12000,"currency":"EUR"}}
            """.formatted(name, period, trial);
    }
}
