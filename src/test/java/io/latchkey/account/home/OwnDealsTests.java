package io.latchkey.account.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Changing, pausing, buying, searching, taking along and deleting, on pages alone. */
class OwnDealsTests {

    private static final TestService SERVICE = TestService.shared();
    private static final Pattern ORDER = Pattern.compile("name=\"order\" value=\"([0-9a-f-]{36})\"");

    private final TestSite site = SERVICE.site("deals")
            .monthlyPlan("monthly", 900, 3)
            .monthlyPlan("better", 1_900, 5)
            .monthlyPlan("small", 400, 1)
            .plan("five", pack(300))
            .plan("present", pack(0));

    private static String pack(int price) {
        return """
            {"kind":"pack","name":"Five","unlocks":5,
             "price":{"amountMinor":%d,"currency":"EUR"}}
            """.formatted(price);
    }

    @Test
    void aBetterPlanSaysItsDifferenceFirstAndComesAtOnce() {
        TestSubscriber ada = TestSubscriber.of(site.reader("ada"), "monthly");
        Desk desk = Desk.of(ada.reader());
        assertThat(desk.page("/plans")).contains("Your plan", "€19.00", "a month");
        // Bought a moment ago: nearly the whole difference is due.
        assertThat(desk.page("/plans/better"))
                .contains("Change now and pay about €10.00", "you pay €19.00 each period");
        assertThat(desk.sent("/plan", "plan=better")).contains("Your new plan has begun.");
        assertThat(ada.is("plan")).isEqualTo("better");
        assertThat(desk.sent("/plan", "plan=better")).contains("You keep your plan.");
        SERVICE.settle();
        assertThat(payments("ada")).isEqualTo(2);
    }

    @Test
    void aSmallerPlanWaitsForTheNextPeriodAndCanBeTakenBack() {
        TestSubscriber bob = TestSubscriber.of(site.reader("bob"), "monthly");
        Desk desk = Desk.of(bob.reader());
        assertThat(desk.page("/plans/small")).contains("Nothing is charged now.");
        assertThat(desk.sent("/plan", "plan=small"))
                .contains("Your plan changes with the next payment.", "€4.00 a month");
        assertThat(bob.is("nextPlan")).isEqualTo("small");
        assertThat(desk.page("/plans/monthly")).contains("You can keep this plan");
        assertThat(desk.sent("/plan", "plan=monthly")).contains("You keep your plan.");
        assertThat(bob.subscription().has("nextPlan")).isFalse();
    }

    @Test
    void aDeclinedChangeIsSaidAndChangesNothing() {
        TestSubscriber poor = TestSubscriber.of(site.reader("poor"), "monthly").card("declines");
        assertThat(Desk.of(poor.reader()).sent("/plan", "plan=better"))
                .contains("role=\"alert\">The payment was declined and nothing was changed.");
        assertThat(poor.is("plan")).isEqualTo("monthly");
    }

    @Test
    void aPauseBeginsWithAnEndOrWithoutAndIsOverWhenTheReaderSaysSo() {
        TestSubscriber pia = TestSubscriber.of(site.reader("pia"), "monthly");
        Desk desk = Desk.of(pia.reader());
        for (String bad : List.of("2001-01-01", "tomorrow", "9999-99-99")) {
            assertThat(desk.sent("/pause", "until=" + bad)).contains("Choose a day that lies in the future.");
        }
        assertThat(pia.status()).isEqualTo("active");
        assertThat(desk.sent("/pause", "until=2999-05-04"))
                .contains("Your subscription is paused.", "Paused until 4 May 2999.");
        assertThat(pia.is("resumesAt")).isEqualTo("2999-05-04T00:00:00Z");
        assertThat(desk.sent("/pause", "")).contains("does not allow this at the moment");
        assertThat(desk.page("/plans/better")).contains("Resume it or undo the cancellation first");
        assertThat(desk.sent("/resume", "")).contains("Your subscription goes on.", "Active");
    }

    @Test
    void aPurchaseLeadsToThePaymentOnceHoweverOftenItIsSent() {
        TestReader eve = site.reader("eve");
        Desk desk = Desk.of(eve);
        String order = "plan=monthly&order=" + order(desk.page("/plans/monthly"));
        List<String> targets = Stream.generate(() -> desk.postAsync("/buy", order)).limit(4).toList().stream()
                .map(click -> click.join().headers().firstValue("Location").orElseThrow())
                .distinct()
                .toList();
        assertThat(targets).hasSize(1);
        assertThat(desk.send("/buy", order)).isEqualTo(targets.getFirst());
        String forward = forward(desk, targets.getFirst());
        String checkout = TestService.ISSUER + "/v1/sandbox/checkouts/" + site.id();
        assertThat(forward).contains("content=\"0;url=" + checkout, "href=\"" + checkout);

        String page = checkout(forward);
        assertThat(SERVICE.api().post(page + "/pay", null).text("status")).isEqualTo("paid");
        assertThat(SERVICE.api().get(page, null).text())
                .contains(TestService.ISSUER + "/account/" + site.id() + "/\">Back to the site");
        assertThat(desk.page("/")).contains("Active");
        assertThat(desk.sent("/buy", "plan=monthly")).contains("You have a subscription already.");
    }

    /** Directive 2011/83/EU, article 8 (8): what was ticked stands on the receipt, and nothing else. */
    @Test
    void keepsWhatTheBuyerConsentedTo() {
        for (String plan : List.of("monthly", "five")) {
            for (String consent : List.of("", "&consent=yes")) {
                TestReader buyer = site.reader(plan + consent.length());
                Desk desk = Desk.of(buyer);
                String checkout = checkout(forward(desk, desk.send("/buy", "plan=" + plan + consent)));
                assertThat(new TestSubscriber(buyer, checkout).pay()).isEqualTo("paid");
                SERVICE.settle();
                JsonNode receipt = SERVICE.api()
                        .get("/v1/me/receipts", buyer.token())
                        .body()
                        .path("items")
                        .path(0);
                assertThat(receipt.path("kind").asString()).isEqualTo("purchase");
                assertThat(receipt.path("immediateStart").asBoolean()).isEqualTo(!consent.isEmpty());
                assertThat(receipt.path("acknowledgedLoss").asBoolean()).isEqualTo(!consent.isEmpty());
            }
        }
    }

    /** The page that leads on to the provider. */
    private String forward(Desk desk, String target) {
        return desk.page(target.substring(("/account/" + site.id()).length()));
    }

    /** The path of the provider's page that it leads to. */
    private static String checkout(String forward) {
        String path = forward.replaceAll("(?s).*href=\"" + TestService.ISSUER, "");
        return path.substring(0, path.indexOf('"'));
    }

    @Test
    void aFreePackIsTakenOnceByADoubleClick() {
        TestReader dot = site.reader("dot");
        Desk desk = Desk.of(dot);
        String order = "plan=present&order=" + order(desk.page("/plans/present"));
        assertThat(desk.sent("/buy", order)).contains("It is yours.");
        assertThat(desk.sent("/buy", order)).contains("It is yours.");
        assertThat(dot.unlockLeft()).isEqualTo(5);
    }

    @Test
    void aPromoCodeThatIsNoneIsSaid() {
        Desk desk = Desk.of(site.reader("poor"));
        for (String none : List.of("NOTHING", "%3Cb%3E!", "x")) {
            assertThat(desk.send("/buy", "plan=monthly&code=" + none))
                    .endsWith("/plans/monthly?problem=unknown-promo-code");
        }
        assertThat(desk.sent("/buy", "plan=monthly&code=NOTHING"))
                .contains("role=\"alert\">There is no such promo code.");
        SERVICE.api().put("/v1/promo-codes/STAY", site.key(), "{\"percent\":50}");
        String checkout = checkout(forward(desk, desk.send("/buy", "plan=monthly&code=stay")));
        assertThat(SERVICE.api().get(checkout, null).text()).contains("€4.50 due now");
    }

    @Test
    void anotherCardIsTakenAtTheProviders() {
        Desk desk = Desk.of(TestSubscriber.of(site.reader("card"), "monthly").reader());
        assertThat(desk.look("/payment-method").headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).startsWith(TestService.ISSUER + "/v1/"));
        assertThat(Desk.of(site.reader("new")).look("/payment-method").headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("?problem=nothing-is-billed"));
    }

    @Test
    void unlockedArticlesAreFoundByTheirTitlesPageByPage() {
        site.articles("post", 30, "premium").article("Birds", "premium").article("gone", "premium");
        TestReader lin = site.reader("lin");
        site.grant("lin", 40);
        for (int i = 0; i < 30; i++) {
            lin.unlock("post" + i);
        }
        lin.unlock("Birds");
        lin.unlock("gone");
        SERVICE.api().delete("/v1/articles/gone", site.key());
        Desk desk = Desk.of(lin);
        String first = desk.page("/articles");
        assertThat(count(first, "<li>")).isEqualTo(20);
        assertThat(first).contains("<span>gone</span>", "About Birds", "Next page");
        Matcher next = Pattern.compile("articles(\\?[^\"]*cursor=[^\"]*)").matcher(first);
        assertThat(next.find()).isTrue();
        String second = desk.page("/articles" + next.group(1).replace("&amp;", "&"));
        assertThat(count(second, "<li>")).isEqualTo(12);
        assertThat(second).contains("First page").doesNotContain("Next page", "About Birds");

        assertThat(count(desk.page("/articles?q=bIRD"), "<li>")).isEqualTo(1);
        assertThat(desk.page("/articles?q=%25")).contains("No title contains “%”.");
    }

    @Test
    void receiptsLeadToThePagesToPrint() {
        Desk desk = Desk.of(TestSubscriber.of(site.reader("rec"), "monthly").reader());
        desk.send("/cancel", "");
        String page = desk.in("de").page("/receipts");
        assertThat(page).contains("Kündigung", "Kauf", "9,00\u00a0€", "?lang=de");
    }

    @Test
    void allDataIsTakenAlongAsAFile() {
        TestReader exp = site.reader("exp");
        SERVICE.api().put("/v1/readers/exp", site.key(), "{\"email\":\"exp@example.org\"}");
        Answer file = Desk.of(exp).look("/export");
        assertThat(file.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"" + site.id() + "-account.json\"");
        assertThat(file.body().path("reader").path("email").asString()).isEqualTo("exp@example.org");
    }

    @Test
    void deletingSaysWhatGoesNeedsAYesAndEndsEverything() {
        TestSubscriber del = TestSubscriber.of(site.reader("del"), "monthly");
        Desk desk = Desk.of(del.reader());
        assertThat(desk.page("/delete")).contains("Your subscription “Monthly” is cancelled", "Receipts and payments");
        assertThat(desk.sent("/delete", "")).contains("role=\"alert\">Please confirm");
        assertThat(del.status()).isEqualTo("active");

        Answer deleted = desk.post("/delete", "sure=yes");
        assertThat(deleted.headers().firstValue("Location")).hasValue("/account/" + site.id() + "/deleted");
        assertThat(deleted.headers().firstValue("Set-Cookie"))
                .hasValueSatisfying(cookie -> assertThat(cookie)
                        .startsWith("__Host-latchkey-" + site.id() + "=;")
                        .contains("Max-Age=0"));
        assertThat(desk.look("/").headers().firstValue("Location"))
                .hasValue("/account/" + site.id() + "/sign-in?ended=page");
        assertThat(desk.page("/deleted")).contains("Your account is deleted");
    }

    private long payments(String ref) {
        return SERVICE.api()
                .get("/v1/readers/" + ref + "/payments", site.key())
                .body()
                .path("items")
                .size();
    }

    private static String order(String page) {
        Matcher found = ORDER.matcher(page);
        assertThat(found.find()).as(page).isTrue();
        return found.group(1);
    }

    private static int count(String page, String mark) {
        return page.split(mark, -1).length - 1;
    }
}
