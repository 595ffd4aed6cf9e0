package io.latchkey.account.home;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.latchkey.account.home.HomeWindow.Manner;
import io.latchkey.testing.Browser;
import io.latchkey.testing.BrowserTest;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What few readers ever see of their account, and those on a bad day; in every manner by torture. */
@BrowserTest
class HomeRareStateTests {

    private static final TestService SERVICE = TestService.shared();

    private final TestSite site = SERVICE.site("rare")
            .monthlyPlan("monthly", 900, 3)
            .monthlyPlan("small", 400, 1)
            .monthlyPlan("gone", 500, 1)
            .plan("five", """
                {"kind":"pack","name":"Five posts","unlocks":5,"validFor":"P1Y",
                 "price":{"amountMinor":300,"currency":"EUR"}}
                """);

    @Tag("torture")
    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"MOUSE", "PHONE", "GERMAN", "DARK", "PHONE_GERMAN_DARK"})
    void plansThatAreNoneNowLookRight(Manner manner, Browser browser) {
        TestSubscriber ada = TestSubscriber.of(site.reader("ada"), "monthly");
        HomeWindow window = HomeWindow.of(browser, ada.reader(), manner).opens("/plans/five");
        window.looksRight("plan-pack");
        window.opens("/plans/monthly").says(window.words("plan.have-it"));
        window.looksRight("plan-mine");
        assertThat(ada.choose("small").status()).isEqualTo(200);
        window.opens("/plans/monthly").says(window.words("plan.staying", "Monthly"));
        window.looksRight("plan-staying");
        SERVICE.api().delete("/v1/plans/gone", site.key());
        window.opens("/plans/gone").says(window.words("problem.not-sold"));
        assertThat(window.page().locator("main form")).hasCount(0);
        window.looksRight("plan-gone");
        ada.pause("{}");
        window.opens("/plans/small").says(window.words("plan.not-now"));
        window.looksRight("plan-not-now");
    }

    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"PHONE_GERMAN_DARK"})
    void whatIsRefusedLooksRight(Manner manner, Browser browser) {
        TestReader ada = TestSubscriber.of(site.reader("bob"), "monthly").reader();
        HomeWindow window = HomeWindow.of(browser, ada, manner).opens("/pause");
        sentAsItIs(window, "until", "2001-01-01");
        window.says(window.words("pause.invalid"));
        window.looksRight("pause-invalid");
        window.opens("/delete");
        sentAsItIs(window, "", "");
        window.says(window.words("problem.not-sure"));
        window.looksRight("delete-not-sure");
        window.opens("/cancel-contract/undo?token=none");
        sentAsItIs(window, "", "");
        assertThat(window.page().getByRole(AriaRole.STATUS)).isVisible();
        gone(window, 410);
        window.looksRight("undo-over");
        window.press("home.back");
        window.isOn("/");
        window.opens("/withdraw");
        sentAsItIs(window, "", "");
        assertThat(window.page().getByRole(AriaRole.ALERT)).isVisible();
        gone(window, 400);
        // Not by the sentence alone, nor only to whoever hears the page.
        Locator missing = window.page().locator("#email");
        assertThat(missing).hasAttribute("aria-invalid", "true");
        assertThat(missing).hasCSS("border-top-width", "2px");
        window.looksRight("withdraw-missing");
    }

    /** Past what the browser itself would say. */
    private static void sentAsItIs(HomeWindow window, String field, String value) {
        window.page().evaluate("document.querySelector('main form').noValidate = true");
        if (!field.isEmpty()) {
            window.page().locator("#" + field).fill(value);
        }
        window.use(window.page().locator("main form button"));
    }

    /** A browser notes every answer that is none of success, and nothing else is noted here. */
    private static void gone(HomeWindow window, int status) {
        assertThat(window.complaints()).allMatch(complaint -> complaint.contains(" " + status + " "));
        window.complaints().clear();
    }

    @Tag("torture")
    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"MOUSE", "PHONE", "GERMAN", "DARK", "PHONE_GERMAN_DARK"})
    void receiptsOfEveryKindLookRight(Manner manner, Browser browser) {
        TestSubscriber ada = TestSubscriber.of(site.reader("ada"), "monthly");
        HomeWindow window = HomeWindow.of(browser, ada.reader(), manner);
        ada.cancel("period-end");
        window.opens("/canceled?thanks=1").says(window.words("canceled.thanks"));
        window.looksRight("canceled-thanks");
        assertThat(SERVICE.api()
                        .post("/v1/me/subscription/withdrawal", ada.reader().token(), "{}")
                        .status())
                .isEqualTo(201);
        SERVICE.settle();
        List<JsonNode> receipts = SERVICE.api()
                .get("/v1/me/receipts", ada.reader().token())
                .body()
                .path("items")
                .valueStream()
                .toList();
        assertThat(receipts.stream().map(each -> each.path("kind").asString()))
                .containsExactlyInAnyOrder("purchase", "cancellation", "withdrawal", "refund");
        window.opens("/receipts");
        for (JsonNode each : receipts) {
            String id = each.path("id").asString();
            window.use(window.page().locator("a[href*='" + id + "']"));
            assertThat(window.page().locator("body")).containsText(id);
            window.looksRight("receipt-" + each.path("kind").asString());
            window.page().goBack();
        }
    }

    @Tag("torture")
    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"MOUSE", "PHONE", "GERMAN", "DARK"})
    void whatIsRefusedLooksRightInEveryManner(Manner manner, Browser browser) {
        whatIsRefusedLooksRight(manner, browser);
    }
}
