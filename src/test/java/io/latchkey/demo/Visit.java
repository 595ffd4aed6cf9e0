package io.latchkey.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import java.nio.file.Path;

/** Somebody's window on the demo, and what they do in it. */
record Visit(Page page, String front) {

    private static final Path SHOTS = Path.of("target", "screenshots");

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
        return at("main, footer")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
    }

    void press(String name) {
        button(name).click();
    }

    /** Answers the open dialog. */
    void answer(String name) {
        at("dialog[open]")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    /** Pays at the sandbox's page, and follows its link back. */
    void payAndComeBack() {
        at("button.pay").click();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Paid.");
        page.getByText("Back to the").click();
    }

    void shoot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve(name + ".png")));
    }
}
