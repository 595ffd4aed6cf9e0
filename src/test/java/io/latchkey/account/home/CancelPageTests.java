package io.latchkey.account.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.MovingTime;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The way out: two steps, in every status, with a receipt, an undo, and no question before it (rule 7). */
class CancelPageTests {

    private static final TestService SERVICE = MovingTime.service();
    private static final Pattern NUMBER = Pattern.compile("/v1/receipts/([0-9a-f-]{36})");

    private final TestSite site = SERVICE.site("leave")
            .monthlyPlan("monthly", 900, 3)
            .monthlyPlan("small", 400, 1)
            .plan("trial", """
                {"kind":"subscription","name":"Tried","period":"P1M","trial":"P14D",
                 "price":{"amountMinor":900,"currency":"EUR"}}
                """);

    @Test
    void twoStepsCancelAndLeadToTheReceiptAndBack() {
        TestSubscriber ada = TestSubscriber.of(site.reader("ada"), "monthly");
        Desk desk = Desk.of(ada.reader());
        assertThat(desk.page("/")).contains("/account/" + site.id() + "/cancel\"");
        String question = desk.page("/cancel");
        assertThat(question)
                .contains("Cancel subscription?", "You can read until", "Nothing more is charged.")
                .contains(">Cancel subscription</button>")
                .contains("href=\"/account/" + site.id() + "/\">Keep it</a>")
                .doesNotContain("reason", "instead");

        String result = desk.sent("/cancel", "");
        assertThat(ada.status()).isEqualTo("canceled");
        assertThat(result)
                .contains("Your subscription is cancelled", "You can read until", "Monthly")
                .contains("Undo the cancellation", "Why did you cancel?", "We do not know your");
        String receipt = number(result);
        assertThat(ada.cancel("period-end").body().path("id").asString()).isEqualTo(receipt);
        assertThat(SERVICE.api()
                        .get("/v1/receipts/" + receipt + "?lang=en", null)
                        .status())
                .isEqualTo(200);

        assertThat(desk.sent("/undo", "")).contains("The cancellation is undone.", "Active");
        assertThat(ada.status()).isEqualTo("active");
        assertThat(desk.sent("/undo", "")).contains("There is no cancellation to undo");
    }

    @Test
    void sayingItTwelveTimesAtOnceGivesOneReceipt() {
        TestSubscriber bob = TestSubscriber.of(site.reader("bob"), "monthly");
        Desk desk = Desk.of(bob.reader());
        List<CompletableFuture<Answer>> clicks =
                Stream.generate(() -> desk.postAsync("/cancel", "")).limit(12).toList();
        assertThat(clicks.stream().map(click -> click.join().status())).containsOnly(303);
        String first = number(desk.page("/canceled"));
        assertThat(number(desk.sent("/cancel", ""))).isEqualTo(first);
        assertThat(desk.look("/cancel").headers().firstValue("Location"))
                .hasValue("/account/" + site.id() + "/canceled");
        assertThat(cancellations(bob.reader())).isEqualTo(1);
    }

    @Test
    void worksInTrialPastDueAndPaused() {
        TestSubscriber tom = TestSubscriber.of(site.reader("tom"), "trial");
        TestSubscriber pia = TestSubscriber.of(site.reader("pia"), "monthly");
        TestSubscriber due = TestSubscriber.of(site.reader("due"), "monthly").card("declines");
        assertThat(Desk.of(tom.reader()).page("/cancel")).contains("You pay nothing.");
        assertThat(Desk.of(tom.reader()).sent("/cancel", "")).contains("You can read until");
        assertThat(tom.status()).isEqualTo("canceled");

        pia.pause("{}");
        assertThat(Desk.of(pia.reader()).page("/cancel")).contains("The pause ends now");
        Desk.of(pia.reader()).sent("/cancel", "");
        assertThat(pia.status()).isEqualTo("canceled");
        assertThat(Desk.of(pia.reader()).sent("/undo", "")).contains("Paused");

        MovingTime.advanceTo(due.paidUntil().plusSeconds(3_600));
        assertThat(due.status()).isEqualTo("past_due");
        assertThat(Desk.of(due.reader()).page("/")).contains("Payment failed", "Use another card");
        assertThat(Desk.of(due.reader()).page("/cancel")).contains("Your access ends at once");
        String result = Desk.of(due.reader()).sent("/cancel", "");
        assertThat(result).contains("Your access ended on").doesNotContain("Undo");
        assertThat(due.status()).isEqualTo("expired");
        assertThat(number(Desk.of(due.reader()).sent("/cancel", ""))).isEqualTo(number(result));
        assertThat(Desk.of(due.reader()).page("/")).contains("Ended on", "See plans");
    }

    @Test
    void whoeverHasNoneIsLedBack() {
        Desk desk = Desk.of(site.reader("none"));
        for (String path : List.of("/cancel", "/canceled")) {
            assertThat(desk.look(path).status()).isEqualTo(303);
        }
        assertThat(desk.sent("/cancel", "")).contains("role=\"alert\">You have no subscription.");
        assertThat(desk.send("/reason", "reason=price")).endsWith("/" + site.id() + "/");
    }

    @Test
    void aReasonIsAskedAfterwardsAndReachesThePublisher() {
        TestSubscriber eve = TestSubscriber.of(site.reader("eve"), "monthly");
        Desk desk = Desk.of(eve.reader());
        desk.send("/cancel", "");
        assertThat(desk.sent("/reason", "")).contains("Why did you cancel?");
        assertThat(reasons().isEmpty()).isTrue();
        assertThat(desk.sent("/reason", "reason=price&words=Too+%3Cb%3Emuch%0D%0Anow"))
                .contains("Thank you for telling us");
        desk.send("/reason", "reason=nonsense&words=Moved+away");
        assertThat(reasons().size()).isEqualTo(1);
        JsonNode reason = reasons().path(0);
        assertThat(reason.path("reason").asString()).isEqualTo("other");
        assertThat(reason.path("words").asString()).isEqualTo("Moved away");
        assertThat(reason.path("receipt").asString()).isEqualTo(number(desk.page("/canceled")));

        assertThat(desk.page("/export")).contains("Moved away");
        desk.send("/delete", "sure=yes");
        assertThat(reasons().path(0).has("words")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"offer\":\"pause\"}", "{\"offer\":\"plan\",\"plan\":\"small\"}"})
    void anOfferStandsBehindTheButtonAndOnlyWhileTheSiteWantsIt(String offer) {
        Desk desk = Desk.of(TestSubscriber.of(site.reader("off"), "monthly").reader());
        offer(offer, 200);
        String question = desk.page("/cancel");
        int confirm = question.indexOf("Cancel subscription</button>");
        assertThat(confirm).isPositive().isLessThan(question.indexOf("instead</button>"));
        offer("{\"offer\":\"none\"}", 200);
        assertThat(desk.page("/cancel")).doesNotContain("instead");
    }

    @Test
    void whatAReaderCannotTakeIsNotOffered() {
        TestSubscriber sam = TestSubscriber.of(site.reader("sam"), "trial");
        offer("{\"offer\":\"pause\"}", 200);
        assertThat(Desk.of(sam.reader()).page("/cancel")).doesNotContain("instead");
        TestSubscriber small = TestSubscriber.of(site.reader("small"), "small");
        offer("{\"offer\":\"plan\",\"plan\":\"small\"}", 200);
        assertThat(Desk.of(small.reader()).page("/cancel")).doesNotContain("instead");
        // What costs more is none to somebody who wants to leave.
        site.monthlyPlan("better", 1_900, 5);
        offer("{\"offer\":\"plan\",\"plan\":\"better\"}", 200);
        assertThat(Desk.of(small.reader()).page("/cancel")).doesNotContain("instead");
        assertThat(Desk.of(sam.reader()).page("/cancel")).doesNotContain("instead");
        offer("{\"offer\":\"plan\",\"plan\":\"small\"}", 200);
        assertThat(Desk.of(sam.reader()).page("/cancel")).contains("instead");
        SERVICE.api().delete("/v1/plans/small", site.key());
        assertThat(Desk.of(sam.reader()).page("/cancel")).doesNotContain("instead");
    }

    @Test
    void anOfferThatMakesNoSenseIsRefused() {
        offer("{\"offer\":\"discount\"}", 400);
        offer("{\"offer\":\"plan\"}", 400);
        offer("{\"offer\":\"pause\",\"plan\":\"small\"}", 400);
        offer("{\"offer\":\"plan\",\"plan\":\"unheard\"}", 404);
        assertThat(SERVICE.api().get("/v1/site/cancellation-offer", site.key()).text("offer"))
                .isEqualTo("none");
    }

    private void offer(String body, int status) {
        Answer put = SERVICE.api().put("/v1/site/cancellation-offer", site.key(), body);
        assertThat(put.status()).as(put.text()).isEqualTo(status);
    }

    private JsonNode reasons() {
        return SERVICE.api()
                .get("/v1/site/cancellation-reasons", site.key())
                .body()
                .path("items");
    }

    private static long cancellations(TestReader reader) {
        return SERVICE.api()
                .get("/v1/me/receipts", reader.token())
                .body()
                .path("items")
                .valueStream()
                .filter(receipt -> receipt.path("kind").asString().equals("cancellation"))
                .count();
    }

    private static String number(String page) {
        Matcher found = NUMBER.matcher(page);
        assertThat(found.find()).as(page).isTrue();
        return found.group(1);
    }
}
