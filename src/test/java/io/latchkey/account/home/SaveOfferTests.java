package io.latchkey.account.home;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.latchkey.account.home.HomeWindow.Manner;
import io.latchkey.testing.Browser;
import io.latchkey.testing.BrowserTest;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What stands beside the button that cancels, in a real browser: no more than that, and no trap. */
@BrowserTest
class SaveOfferTests {

    private static final TestService SERVICE = TestService.shared();
    private static final String PAUSE = "{\"offer\":\"pause\"}";
    private static final String LESS = "{\"offer\":\"discount\",\"code\":\"STAY\"}";
    private static final String SMALL = "{\"offer\":\"plan\",\"plan\":\"small\"}";

    private final TestSite site = SERVICE.site("offers")
            .monthlyPlan("monthly", 900, 3)
            .plan("small", """
                {"kind":"subscription","name":"Weekend","period":"P1M","unlocksPerPeriod":1,
                 "price":{"amountMinor":400,"currency":"EUR"}}
                """)
            .promoCode("STAY", "{\"percent\":50,\"payments\":3}");

    private HomeWindow subscriber(Browser browser, Manner manner) {
        TestReader reader = site.reader("ada");
        TestSubscriber.of(reader, "monthly");
        return HomeWindow.of(browser, reader, manner);
    }

    private void offer(HomeWindow window, String offer) {
        SERVICE.api().put("/v1/site/cancellation-offer", site.key(), offer);
        window.opens("/cancel");
    }

    private static JsonNode subscription(HomeWindow window) {
        return window.reader().me().path("subscription");
    }

    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"MOUSE", "PHONE", "PHONE_GERMAN_DARK"})
    void theButtonThatCancelsIsAsProminentAsTheOfferBesideIt(Manner manner, Browser browser) {
        HomeWindow ada = subscriber(browser, manner);
        for (String offer : List.of(PAUSE, LESS, SMALL)) {
            offer(ada, offer);
            Locator buttons = ada.page().locator(".choices button");
            assertThat(buttons).hasCount(2);
            assertThat(buttons.first()).hasText(ada.words("cancel-it.confirm"));
            assertThat(appearance(buttons.first())).isEqualTo(appearance(buttons.last()));
            ada.looksRight("cancel-offer-" + offer.replaceAll("[^a-z]+", "-"));
        }
        ada.use(ada.page().locator(".choices button").last());
        ada.isOn("/plans/small");
        assertThat(subscription(ada).path("status").asString()).isEqualTo("active");
    }

    /** All that makes a button stand out: where it begins, its size, letters and colours. */
    private static String appearance(Locator button) {
        return String.valueOf(button.evaluate("""
            it => {
              const box = it.getBoundingClientRect(), style = getComputedStyle(it);
              return JSON.stringify([box.top, box.width, box.height, style.fontSize,
                style.fontWeight, style.fontFamily, style.color, style.backgroundColor,
                style.border, style.padding, style.opacity, style.boxShadow]);
            }
            """));
    }

    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"KEYBOARD", "NO_SCRIPT"})
    void isTakenInTwoStepsAndCancelsNothing(Manner manner, Browser browser) {
        HomeWindow ada = subscriber(browser, manner);
        offer(ada, LESS);
        ada.press("cancel-it.discount");
        ada.says(ada.words("done.discounted"));
        assertThat(subscription(ada).path("nextCharge").path("amountMinor").asInt())
                .isEqualTo(450);
        offer(ada, PAUSE);
        ada.press("cancel-it.pause");
        ada.isOn("/pause");
        ada.press("pause.confirm");
        ada.says(ada.words("done.paused"));
        assertThat(subscription(ada).path("status").asString()).isEqualTo("paused");

        ada.press("home.resume");
        ada.says(ada.words("done.resumed"));
        offer(ada, SMALL);
        ada.press("cancel-it.plan");
        ada.isOn("/plans/small");
        ada.use(ada.page().locator("main form button"));
        ada.says(ada.words("done.plan-later"));
        assertThat(subscription(ada).path("status").asString()).isEqualTo("active");
        assertThat(subscription(ada).path("nextPlan").asString()).isEqualTo("small");
        assertThat(SERVICE.api()
                        .get("/v1/me/receipts", ada.reader().token())
                        .body()
                        .path("items")
                        .valueStream()
                        .map(receipt -> receipt.path("kind").asString()))
                .doesNotContain("cancellation");

        // Nor does it stand in the way of whoever wants to leave all the same.
        ada.opens("/cancel").press("cancel-it.confirm");
        ada.isOn("/canceled");
        assertThat(subscription(ada).path("status").asString()).isEqualTo("canceled");
    }
}
