package io.latchkey.testing;

import static io.latchkey.testing.Accessibility.assertAccessible;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check finds what it is for. */
@BrowserTest
class AccessibilityTests {

    @Test
    void takesAPageThatShutsNobodyOut(Browser browser) {
        assertAccessible(page(browser, "<label>Name <input></label>"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "label | <input>",
                "color-contrast | <p style='color:#bbb;background:#fff'>Pale</p>",
                "button-name | <button></button>",
                "target-size | <button style='all:unset;width:9px;height:9px'>a</button>"
                        + "<button style='all:unset;width:9px;height:9px'>b</button>"
            })
    void refusesAPageThatDoes(String rule, String content, Browser browser) {
        Page page = page(browser, content);
        assertThatThrownBy(() -> assertAccessible(page))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(rule);
    }

    @Test
    void refusesABrokenWordAndTakesALongNumber(Browser browser) {
        String narrow = "<p style='width:5ch;overflow-wrap:anywhere'>";
        assertAccessible(page(browser, narrow + "0123456789abcdef0123456789abcdef a b-c"));
        Page page = page(browser, "<section></section>");
        page.evaluate(
                "text => { document.querySelector('section').attachShadow({mode: 'open'}).innerHTML = text; }",
                narrow + "Unlocked");
        assertThatThrownBy(() -> assertAccessible(page))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Unlocked");
    }

    /** Whoever looks halfway sees pale text that nobody has to read. */
    @Test
    void looksAtWhatComesOnceItHasCome(Browser browser) {
        Page page = page(browser, "<section></section><p class='waits'>Please wait</p>");
        page.evaluate("""
            () => {
                const root = document.querySelector('section').attachShadow({mode: 'open'});
                root.innerHTML = '<p style="color: #333; background: #fff">Unlocked</p>';
                root.firstChild.animate([{opacity: 0}, {opacity: 0.3}, {opacity: 1}], 2000);
                document.querySelector('.waits').animate([{translate: 0}, {translate: '9px'}],
                    {duration: 500, iterations: Infinity});
            }
            """);
        assertAccessible(page);
    }

    private static Page page(Browser browser, String content) {
        Page page = browser.newcomer(800, 600);
        page.setContent("<!doctype html><html lang=\"en\"><head><title>Page</title></head>"
                + "<body><main><h1>Page</h1>"
                + content
                + "</main></body></html>");
        return page;
    }
}
