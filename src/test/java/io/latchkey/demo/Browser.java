package io.latchkey.demo;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;

import io.latchkey.testing.Programs;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The machine's own Chromium, driven by Playwright through the machine's own Node. */
final class Browser implements AutoCloseable {

    private static final List<String> ARGUMENTS =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;

    private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium) {
        this.playwright = playwright;
        this.chromium = chromium;
    }

    static Browser start() {
        Path chromium = Programs.require("chromium", "chromium-browser", "google-chrome");
        Path node = Programs.require("node");
        Playwright playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(
                                        Map.of(
                                                "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                                                "1",
                                                "PLAYWRIGHT_NODEJS_PATH",
                                                node.toString())));
        return new Browser(
                playwright,
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(chromium)
                                        .setArgs(ARGUMENTS)));
    }

    /** A window of a browser that was never here before. */
    Page newcomer(int width, int height) {
        BrowserContext context =
                chromium.newContext(
                        new com.microsoft.playwright.Browser.NewContextOptions()
                                .setViewportSize(width, height));
        return context.newPage();
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
