package io.latchkey.testing;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The machine's own Chromium, driven by Playwright through the machine's own Node. Classes marked
 * as {@link BrowserTest} receive it; all of a run share one.
 */
public final class Browser implements AutoCloseable {

    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    /** How long what is expected may take to appear on a busy machine. */
    private static final double PATIENCE_MS = 30_000;

    private static final int MOST_STOPS = 80;

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    /** A page's root and those that its elements hide, for scripts to look through. */
    static final String WITHIN = """
        const within = root => [root, ...[...root.querySelectorAll('*')]
            .flatMap(element => element.shadowRoot ? within(element.shadowRoot) : [])];
        """;

    /** Whether whatever moves goes on for ever, in the page and in what its elements hide. */
    private static final String STILL = """
        () => {
            %s
            return within(document)
                .flatMap(root => root.getAnimations())
                .every(it => it.playState === 'finished' || it.effect.getComputedTiming().endTime === Infinity);
        }
        """.formatted(WITHIN);

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;

    private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium) {
        this.playwright = playwright;
        this.chromium = chromium;
    }

    /** Skips the tests that ask where the machine has no Chromium or no Node. */
    static Browser start() {
        return start(List.of());
    }

    /**
     * Another one, which keeps pages that were left to go back to them, as readers' own browsers do;
     * whoever asks for it closes it.
     */
    public Browser keepingPages() {
        return start(List.of("--disable-back-forward-cache"));
    }

    /**
     * Another one that nobody drives, at this address: none renders a page ahead of its visitor while
     * it is driven. What comes of it is for its pages to tell; whoever asks for it ends it.
     */
    public Process undriven(String address, Path profile) throws IOException {
        List<String> command = new ArrayList<>(List.of(program().toString(), "--headless=new"));
        command.addAll(ARGUMENTS);
        command.addAll(List.of("--user-data-dir=" + profile, address));
        ProcessBuilder chromium =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        // What it leaves behind goes with the profile.
        chromium.environment().put("TMPDIR", profile.toString());
        return chromium.start();
    }

    /** Ends one that nobody drives, with all that it started: they write to its profile until then. */
    public static void end(Process undriven) {
        List<ProcessHandle> all = Stream.concat(Stream.of(undriven.toHandle()), undriven.descendants())
                .toList();
        all.forEach(ProcessHandle::destroy);
        Wait.until("the browser has ended", () -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static Path program() {
        return Programs.require("chromium", "chromium-browser", "google-chrome");
    }

    private static Browser start(List<String> withoutArguments) {
        Path chromium = program();
        Path node = Programs.require("node");
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        Playwright playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1", "PLAYWRIGHT_NODEJS_PATH", node.toString())));
        return new Browser(
                playwright,
                playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(chromium)
                                .setArgs(ARGUMENTS)
                                .setIgnoreDefaultArgs(withoutArguments)));
    }

    /** A window, in pixels, of a browser that was never here before. */
    public Page newcomer(int width, int height) {
        return newcomer(new com.microsoft.playwright.Browser.NewContextOptions().setViewportSize(width, height));
    }

    /** A window of a browser that was never here before, set as its owner likes it. */
    public Page newcomer(com.microsoft.playwright.Browser.NewContextOptions options) {
        return chromium.newContext(options).newPage();
    }

    /** Presses Tab until this has the focus, and shows it, as whoever has no mouse does. */
    public static void tabTo(Page page, Locator wanted) {
        PlaywrightAssertions.assertThat(wanted).isVisible();
        for (int presses = 0; presses < MOST_STOPS && !focused(wanted); presses++) {
            page.keyboard().press("Tab");
        }
        PlaywrightAssertions.assertThat(wanted).isFocused();
        PlaywrightAssertions.assertThat(wanted).not().hasCSS("outline-style", "none");
    }

    private static boolean focused(Locator wanted) {
        return (boolean) wanted.evaluate("element => element.getRootNode().activeElement === element");
    }

    /** Keeps what the window shows, as {@code target/screenshots/<name>.png}. */
    public static void shoot(Page page, String name) {
        standsStill(page);
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    /** Waits until what comes or goes has done so: halfway, a text is paler than it will be. */
    static void standsStill(Page page) {
        Wait.until("nothing moves any more", () -> (Boolean) page.evaluate(STILL));
    }

    /** Closes every window. */
    void leave() {
        chromium.contexts().forEach(BrowserContext::close);
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
