package io.latchkey.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.latchkey.testing.Accessibility.assertAccessible;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.latchkey.testing.Browser;
import io.latchkey.testing.Wait;
import java.util.function.BooleanSupplier;

/** Somebody's window on the demo, and what they do in it. */
record Visit(Page page, String front) {

    /** Opens the front page, or what this path below it names. */
    void go(String path) {
        page.navigate(front + path);
    }

    void article(String id) {
        go("articles/" + id);
    }

    Locator at(String selector) {
        return page.locator(selector);
    }

    /** Waits until the counters at the top say so. */
    void counts(int meter, int unlocks) {
        assertThat(at("#meter")).hasText(meter + " of 2 free articles left this month");
        assertThat(at("#unlocks")).hasText("Unlock left: " + unlocks);
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    void press(String name) {
        button(name).click();
    }

    /** Signs in at the paper's own page, as somebody who was never here. */
    void signIn() {
        go("sign-in");
        press("Sign in as a demo reader");
        counts(2, 3);
    }

    /** What the widget says above its buttons. */
    Locator wall() {
        return at("latchkey-paywall .wall h2");
    }

    Locator note() {
        return at("latchkey-paywall .note");
    }

    Locator text() {
        return at(".story > .text");
    }

    Locator toast() {
        return at("latchkey-paywall .toast");
    }

    /** Pays at the sandbox's page, which leads back by itself. */
    void payAndComeBack() {
        at("button.pay").click();
        page.waitForURL(front + "articles/*");
    }

    /** Loads the page anew until it is so: what sends letters works by itself. */
    void until(String path, BooleanSupplier so) {
        Wait.until("what is to be seen at " + path, () -> {
            go(path);
            return so.getAsBoolean();
        });
    }

    /** Keeps what it looks like, which must shut nobody out. */
    void shoot(String name) {
        Browser.shoot(page, name);
        assertAccessible(page);
    }
}
