package io.latchkey.account.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.MovingTime;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.r2dbc.core.DatabaseClient;

/** Staying for less: offered beside the button to whoever can have it, and taken off what is to come. */
@Tag("money")
class StayingTests {

    private static final TestService SERVICE = MovingTime.service();
    private static final String LESS = "Pay less instead";
    private static final String HALF = "\"percent\":50,\"payments\":2";

    private final TestSite site = SERVICE.site("stay")
            .monthlyPlan("monthly", 900, 3)
            .monthlyPlan("better", 1_900, 5)
            .plan("trial", """
                {"kind":"subscription","name":"Tried","period":"P1M","trial":"P14D",
                 "price":{"amountMinor":900,"currency":"EUR"}}
                """);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        "percent":50,"payments":1 | pay €4.50 for your next payment.               | 450 900 900
        "percent":50,"payments":2 | pay €4.50 for each of your next 2 payments.    | 450 450 900
        "amountMinor":200,"currency":"EUR" | pay €7.00 from your next payment on.  | 700 700 700
        "percent":100,"payments":1 | pay €0.00 for your next payment.              |   0 900 900
        """)
    void takesTheDiscountOffFromTheNextPaymentOn(String code, String says, String charges) {
        TestSubscriber ada = offered("ada", code);
        Desk desk = Desk.of(ada.reader());
        String question = desk.page("/cancel");
        assertThat(question).contains(says);
        assertThat(question.indexOf("Cancel subscription</button>"))
                .isPositive()
                .isLessThan(question.indexOf(LESS));
        assertThat(desk.sent("/stay", "")).contains("You stay, and pay less from your next payment on.", "Active");
        List<String> wanted = List.of(charges.strip().split(" +"));
        for (int month = 0; month < wanted.size(); month++) {
            assertThat(ada.subscription().path("nextCharge").path("amountMinor").asString())
                    .as("%s", ada.subscription())
                    .isEqualTo(wanted.get(month));
            if (month == 0) {
                assertThat(desk.page("/cancel")).doesNotContain(LESS);
                SERVICE.settle();
            }
            MovingTime.advanceTo(ada.paidUntil().plusSeconds(3_600));
            SERVICE.settle();
        }
        assertThat(paid(ada))
                .containsExactlyElementsOf(Stream.concat(Stream.of("900"), wanted.stream())
                        .filter(minor -> !minor.equals("0"))
                        .toList());
        // Once a reader, also when it was used up.
        assertThat(desk.page("/cancel")).doesNotContain(LESS);
        assertThat(desk.sent("/cancel", "")).contains("Your subscription is cancelled");
        assertThat(desk.sent("/stay", "")).contains("does not allow this at the moment");
    }

    @ParameterizedTest
    @CsvSource({
        "de,bei der nächsten Zahlung.,bei den nächsten 2 Zahlungen jeweils.",
        "fr,au prochain paiement.,à chacun des 2 prochains paiements.",
        "es,en el próximo pago.,en cada uno de los próximos 2 pagos."
    })
    void saysForHowManyPaymentsInEachLanguage(String language, String once, String twice) {
        Desk desk = Desk.of(offered("eva", "\"percent\":50,\"payments\":1").reader())
                .in(language);
        assertThat(desk.page("/cancel")).contains("4,50\u00a0€", once);
        site.promoCode("STAY", "{" + HALF + "}");
        assertThat(desk.page("/cancel")).contains("4,50\u00a0€", twice);
        site.promoCode("STAY", "{\"percent\":50}");
        assertThat(desk.page("/cancel")).contains("4,50\u00a0€").doesNotContain(once, twice, "{0}", "{1");
    }

    @Test
    void sayingItTwelveTimesAtOnceTakesItOnce() {
        TestSubscriber bob = offered("bob", HALF + ",\"redemptions\":1");
        TestSubscriber late = TestSubscriber.of(site.reader("late"), "monthly");
        Desk desk = Desk.of(bob.reader());
        List<CompletableFuture<Answer>> clicks =
                Stream.generate(() -> desk.postAsync("/stay", "")).limit(12).toList();
        assertThat(clicks.stream()
                        .map(click ->
                                click.join().headers().firstValue("Location").orElseThrow())
                        .distinct())
                .singleElement()
                .satisfies(to -> assertThat(to).contains("done=discounted"));
        SERVICE.settle();
        assertThat(told()).containsExactly("subscription.discounted");
        Answer code = SERVICE.api().get("/v1/promo-codes/STAY", site.key());
        assertThat(code.body().path("redeemed").asInt()).isEqualTo(1);
        assertThat(code.body().path("reserved").asInt()).isZero();
        // There was room for one.
        assertThat(Desk.of(late.reader()).page("/cancel")).doesNotContain(LESS);
        assertThat(Desk.of(late.reader()).sent("/stay", "")).contains("used as often as it can be");
        assertThat(late.subscription().path("nextCharge").path("amountMinor").asInt())
                .isEqualTo(900);
    }

    @Test
    void isOfferedToNobodyWhoCannotHaveIt() {
        TestSubscriber ada = offered("ada", HALF);
        TestSubscriber trial = TestSubscriber.of(site.reader("trial"), "trial");
        TestSubscriber later = TestSubscriber.of(site.reader("later"), "better");
        later.choose("monthly");
        site.promoCode("FIRST", "{\"percent\":10}");
        TestReader cheap = site.reader("cheap");
        TestSubscriber less = new TestSubscriber(cheap, cheap.checkout("monthly", "FIRST"));
        less.pay();
        TestSubscriber paused = TestSubscriber.of(site.reader("paused"), "monthly");
        paused.pause("{}");
        SERVICE.settle();
        for (TestSubscriber other : List.of(trial, later, less, paused)) {
            String before = other.subscription().toString();
            assertThat(Desk.of(other.reader()).page("/cancel")).doesNotContain(LESS);
            assertThat(Desk.of(other.reader()).sent("/stay", "")).contains("does not allow this at the moment");
            assertThat(other.subscription()).hasToString(before);
        }
        Desk desk = Desk.of(ada.reader());
        offer("{\"offer\":\"none\"}", 200);
        assertThat(desk.page("/cancel")).doesNotContain(LESS);
        assertThat(desk.sent("/stay", "")).contains("does not allow this at the moment");
        offer("{\"offer\":\"discount\",\"code\":\"STAY\"}", 200);
        assertThat(desk.page("/cancel")).contains(LESS);
        SERVICE.api().delete("/v1/promo-codes/STAY", site.key());
        assertThat(desk.page("/cancel")).doesNotContain(LESS);
        assertThat(desk.sent("/stay", "")).contains("no longer valid");
        assertThat(told()).isEmpty();
    }

    /** What it is for is known when another plan is chosen, too. */
    @Test
    void countsForTheDifferenceToABetterPlanFromThePeriodOnThatIsLess() {
        TestSubscriber eve = offered("eve", "\"percent\":50");
        Desk desk = Desk.of(eve.reader());
        desk.send("/stay", "");
        SERVICE.settle();
        // It would come off the difference for this period too, which is paid in full.
        assertThat(desk.page("/plans/better")).contains("Nothing is charged now.");
        MovingTime.advanceTo(eve.paidUntil().plusSeconds(1));
        SERVICE.settle();
        assertThat(desk.page("/plans/better")).contains("Change now and pay about €5.00");
        desk.send("/plan", "plan=better");
        SERVICE.settle();
        assertThat(paid(eve)).first().isEqualTo("900");
        assertThat(paid(eve))
                .last()
                .satisfies(minor -> assertThat(Integer.parseInt(minor)).isBetween(490, 500));
        assertThat(eve.subscription().path("nextCharge").path("amountMinor").asInt())
                .isEqualTo(950);
    }

    @Test
    void aPauseMovesThePaymentFromWhichOnItIsLess() {
        TestSubscriber pia = offered("pia", "\"percent\":50,\"payments\":1");
        Desk desk = Desk.of(pia.reader());
        desk.send("/stay", "");
        Instant due = pia.paidUntil();
        pia.pause("{}");
        SERVICE.settle();
        MovingTime.advance("P10D");
        pia.resume();
        SERVICE.settle();
        MovingTime.advanceTo(due.plusSeconds(3_600));
        SERVICE.settle();
        assertThat(desk.page("/plans/better")).contains("Nothing is charged now.");
        for (int month = 0; month < 2; month++) {
            MovingTime.advanceTo(pia.paidUntil().plusSeconds(3_600));
            SERVICE.settle();
        }
        assertThat(paid(pia)).containsExactly("900", "450", "900");
    }

    @Test
    void namesACodeThatThereIs() {
        offer("{\"offer\":\"discount\"}", 400);
        offer("{\"offer\":\"discount\",\"code\":\"?\"}", 400);
        offer("{\"offer\":\"discount\",\"code\":\"UNHEARD\"}", 404);
        site.promoCode("STAY", "{\"percent\":50}");
        offer("{\"offer\":\"pause\",\"code\":\"STAY\"}", 400);
        offer("{\"offer\":\"discount\",\"code\":\"stay\"}", 200);
        assertThat(SERVICE.api().get("/v1/site/cancellation-offer", site.key()).text("code"))
                .isEqualTo("STAY");
    }

    private TestSubscriber offered(String ref, String code) {
        site.promoCode("STAY", "{" + code + "}");
        offer("{\"offer\":\"discount\",\"code\":\"STAY\"}", 200);
        TestSubscriber subscriber = TestSubscriber.of(site.reader(ref), "monthly");
        SERVICE.settle();
        return subscriber;
    }

    private void offer(String body, int status) {
        Answer put = SERVICE.api().put("/v1/site/cancellation-offer", site.key(), body);
        assertThat(put.status()).as(put.text()).isEqualTo(status);
    }

    /** In minor units, the first one first. */
    private static List<String> paid(TestSubscriber reader) {
        return reader.reader().payments().stream()
                .map(payment -> payment.path("price").path("amountMinor").asString())
                .toList()
                .reversed();
    }

    private List<String> told() {
        return Objects.requireNonNull(SERVICE.bean(DatabaseClient.class)
                .sql("SELECT type FROM event WHERE site_id = :site AND type LIKE '%.discounted'")
                .bind("site", site.id())
                .mapValue(String.class)
                .all()
                .collectList()
                .block(Duration.ofSeconds(30)));
    }
}
