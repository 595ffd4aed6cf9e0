package io.latchkey.account.home;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.latchkey.account.home.HomeWindow.Manner;
import io.latchkey.reader.session.ReaderCookie;
import io.latchkey.testing.Browser;
import io.latchkey.testing.BrowserTest;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Each deed in a real browser, however somebody uses it; target/screenshots shows how it looks. */
@BrowserTest
class HomeBrowserTests {

    private static final TestService SERVICE = TestService.shared();

    private final TestSite site = site();

    private static TestSite site() {
        return SERVICE.site("window")
                .meter(5, 2)
                .monthlyPlan("monthly", 900, 3)
                .plan("better", plan("Monthly and Weekend", 1_900))
                .plan("small", plan("Weekend", 400))
                .plan("five", """
                    {"kind":"pack","name":"Five posts","unlocks":5,"validFor":"P1Y",
                     "price":{"amountMinor":300,"currency":"EUR"}}
                    """)
                .article("birds", "premium");
    }

    private static String plan(String name, int price) {
        return """
            {"kind":"subscription","name":"%s","period":"P1M","unlocksPerPeriod":1,
             "price":{"amountMinor":%d,"currency":"EUR"}}
            """.formatted(name, price);
    }

    private HomeWindow subscriber(Browser browser, Manner manner) {
        TestReader reader = site.reader("ada");
        SERVICE.api().put("/v1/readers/ada", site.key(), "{\"email\":\"ada@example.org\"}");
        site.grant("ada", 2);
        reader.unlock("birds");
        TestSubscriber.of(reader, "monthly");
        return HomeWindow.of(browser, reader, manner);
    }

    private static String status(HomeWindow window) {
        return window.reader().me().path("subscription").path("status").asString();
    }

    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"KEYBOARD", "NO_SCRIPT", "PHONE_GERMAN_DARK"})
    void cancelsInTwoStepsSaysWhyAndUndoes(Manner manner, Browser browser) {
        HomeWindow ada = subscriber(browser, manner).opens("/");
        ada.looksRight("home");
        ada.press("home.cancel");
        ada.says(ada.words("cancel-it.keep"));
        ada.looksRight("cancel");
        ada.press("cancel-it.stay");
        ada.isOn("/");
        assertThat(status(ada)).isEqualTo("active");
        ada.press("home.cancel");
        ada.press("cancel-it.confirm");

        ada.isOn("/canceled");
        ada.says(ada.words("canceled.title"));
        ada.says(ada.words("canceled.mailed"));
        assertThat(status(ada)).isEqualTo("canceled");
        ada.looksRight("canceled");
        ada.page().reload();
        ada.check(ada.page().getByLabel(ada.words("reason.price")));
        ada.type(ada.page().locator("#words"), "Too many papers");
        ada.press("canceled.send");
        ada.says(ada.words("canceled.thanks"));
        ada.press("home.back");
        ada.looksRight("home-canceled");

        ada.press("home.undo");
        ada.says(ada.words("done.undone"));
        assertThat(status(ada)).isEqualTo("active");
        assertThat(receipts(ada.reader(), "cancellation")).isEqualTo(1);
    }

    @Tag("torture")
    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"KEYBOARD", "NO_SCRIPT", "PHONE_GERMAN_DARK"})
    void cancelsInEveryOtherManner(Manner manner, Browser browser) {
        cancelsInTwoStepsSaysWhyAndUndoes(manner, browser);
    }

    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"KEYBOARD", "NO_SCRIPT"})
    void changesThePlanAndPausesAndResumes(Manner manner, Browser browser) {
        HomeWindow ada = subscriber(browser, manner).opens("/");
        ada.press("home.change-plan");
        ada.looksRight("plans");
        ada.use(ada.page().locator("a[href*='/plans/small']"));
        ada.looksRight("plan-later");
        ada.use(ada.page().locator("main form button"));
        ada.says(ada.words("done.plan-later"));
        ada.looksRight("home-changing");

        ada.opens("/plans/better");
        ada.looksRight("plan-now");
        ada.use(ada.page().locator("main form button"));
        ada.says(ada.words("done.plan-now"));

        ada.press("home.pause");
        ada.looksRight("pause");
        ada.press("pause.confirm");
        ada.says(ada.words("done.paused"));
        assertThat(status(ada)).isEqualTo("paused");
        ada.looksRight("home-paused");
        ada.press("home.resume");
        ada.says(ada.words("done.resumed"));
        assertThat(status(ada)).isEqualTo("active");
    }

    @Tag("torture")
    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"KEYBOARD", "NO_SCRIPT"})
    void changesInEveryOtherManner(Manner manner, Browser browser) {
        changesThePlanAndPausesAndResumes(manner, browser);
    }

    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"NO_SCRIPT", "PHONE_GERMAN_DARK"})
    void buysFindsAndDeletes(Manner manner, Browser browser) {
        site.grant("new", 1);
        TestReader reader = site.reader("new");
        HomeWindow ada = HomeWindow.of(browser, reader, manner).opens("/");
        ada.looksRight("home-empty");
        reader.unlock("birds");
        ada.press("home.see-plans");
        ada.use(ada.page().locator("a[href*='/plans/monthly']"));
        ada.looksRight("plan-buy");
        ada.press("plan.pay");
        Locator pay = ada.page().locator("button.pay");
        assertThat(pay).isVisible();
        assertThat(ada.page().url()).startsWith(TestService.ISSUER + "/v1/sandbox/checkouts/");
        String checkout = ada.page().url().substring(TestService.ISSUER.length());
        assertThat(SERVICE.api().post(checkout + "/pay", null).text("status")).isEqualTo("paid");

        ada.opens("/");
        ada.type(ada.page().locator("#q"), "BIRD");
        ada.press("articles.go");
        ada.says("About birds");
        ada.looksRight("articles");
        ada.press("home.back");
        ada.press("home.delete");
        ada.looksRight("delete");
        ada.check(ada.page().locator("input[name=sure]"));
        ada.press("delete.confirm");
        ada.says(ada.words("deleted.title"));
        ada.looksRight("deleted");
        ada.opens("/").isOn("/sign-in");
    }

    @Tag("torture")
    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NO_SCRIPT", "PHONE_GERMAN_DARK"})
    void buysInEveryOtherManner(Manner manner, Browser browser) {
        buysFindsAndDeletes(manner, browser);
    }

    @Test
    void signsOut(Browser browser) {
        HomeWindow ada = subscriber(browser, Manner.MOUSE).opens("/");
        ada.press("home.sign-out");
        ada.isOn("/sign-in");
        ada.opens("/").isOn("/sign-in");
        assertThat(ada.page().context().cookies()).noneMatch(cookie -> cookie.name.startsWith(ReaderCookie.PREFIX));
    }

    @Test
    void aDoubleClickDoesNothingTwice(Browser browser) {
        HomeWindow ada = subscriber(browser, Manner.MOUSE).opens("/cancel");
        ada.control(ada.words("cancel-it.confirm")).dblclick();
        ada.isOn("/canceled");
        ada.says(ada.words("canceled.title"));
        assertThat(receipts(ada.reader(), "cancellation")).isEqualTo(1);

        ada.opens("/");
        ada.control(ada.words("home.undo")).dblclick();
        ada.isOn("/");
        assertThat(status(ada)).isEqualTo("active");

        ada.opens("/plans/better");
        ada.page().locator("main form button").dblclick();
        ada.isOn("/");
        ada.says("Monthly and Weekend");
        SERVICE.settle();
        assertThat(receipts(ada.reader(), "purchase")).isEqualTo(2);
    }

    private static long receipts(TestReader reader, String kind) {
        JsonNode all =
                SERVICE.api().get("/v1/me/receipts", reader.token()).body().path("items");
        return all.valueStream()
                .filter(each -> each.path("kind").asString().equals(kind))
                .count();
    }
}
