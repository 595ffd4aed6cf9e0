package io.latchkey.account.home;

import io.latchkey.account.home.HomeWindow.Manner;
import io.latchkey.testing.Browser;
import io.latchkey.testing.BrowserTest;
import io.latchkey.testing.MovingTime;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The account in every state that a reader can find it in, on a phone, in German and in the dark.
 */
@BrowserTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HomeStateTests {

    private static final TestService SERVICE = MovingTime.service();

    private TestSite site;
    private List<TestReader> readers;

    @BeforeAll
    void reachEveryState() {
        site = SERVICE.site("states")
                .meter(5, 2)
                .articles("post", 30, "premium")
                .monthlyPlan("monthly", 900, 3)
                .plan("trial", """
                    {"kind":"subscription","name":"With a trial","period":"P1Y",
                     "trial":"P14D","price":{"amountMinor":9000,"currency":"EUR"}}
                    """)
                .plan("free", """
                    {"kind":"subscription","name":"Letters","period":"P1M",
                     "price":{"amountMinor":0,"currency":"EUR"}}
                    """);
        TestSubscriber due = TestSubscriber.of(site.reader("due"), "monthly").card("declines");
        TestSubscriber over = TestSubscriber.of(site.reader("over"), "monthly");
        over.cancel("now");
        MovingTime.advanceTo(due.paidUntil().plusSeconds(3_600));
        TestReader trial = site.reader("trial");
        TestSubscriber.of(trial, "trial");
        TestSubscriber paused = TestSubscriber.of(site.reader("paused"), "monthly");
        paused.pause("{\"until\":\"2999-05-04T00:00:00Z\"}");
        TestReader given = site.reader("given");
        site.give("given", "{\"plan\":\"monthly\",\"source\":\"gift\",\"periods\":1}");
        TestReader free = site.reader("free");
        SERVICE.api().post("/v1/me/subscription", free.token(), "{\"plan\":\"free\"}");
        TestReader many = site.reader("many");
        site.grant("many", "{\"amount\":40,\"source\":\"pack\"}");
        site.grant("many", "{\"amount\":2,\"source\":\"goodwill\",\"expiresAt\":\"2999-01-01T00:00:00Z\"}");
        for (int i = 0; i < 25; i++) {
            many.unlock("post" + i);
        }
        readers = List.of(due.reader(), over.reader(), trial, paused.reader(), given, free, many);
    }

    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"PHONE_GERMAN_DARK"})
    void everyStateIsTold(Manner manner, Browser browser) {
        for (TestReader reader : readers) {
            HomeWindow window = HomeWindow.of(browser, reader, manner).opens("/");
            window.says(window.words("home.own"));
            window.looksRight("state-" + reader.ref());
            window.page().context().close();
        }
    }

    @Tag("torture")
    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"MOUSE", "PHONE", "GERMAN", "DARK"})
    void everyStateIsToldInEveryManner(Manner manner, Browser browser) {
        everyStateIsTold(manner, browser);
    }

    @Test
    void everyStateSaysWhatItIs(Browser browser) {
        says(browser, 0, "say.past_due", "Use another card by");
        says(browser, 1, "status.expired", "Ended on");
        says(browser, 2, "status.trialing", "Free until");
        says(browser, 3, "status.paused", "Paused until 4 May 2999.");
        says(browser, 4, "status.active", "Nothing is charged.");
        says(browser, 5, "status.active", "Costs nothing");
        says(browser, 6, "home.no-subscription", "17");
    }

    private void says(Browser browser, int reader, String key, String text) {
        HomeWindow window =
                HomeWindow.of(browser, readers.get(reader), Manner.MOUSE).opens("/");
        if (!key.startsWith("say.")) {
            window.says(window.words(key));
        }
        window.says(text);
        window.page().context().close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"PHONE_GERMAN_DARK"})
    void cancellingIsToldInEveryState(Manner manner, Browser browser) {
        for (int each : new int[] {0, 2, 3, 4}) {
            HomeWindow window =
                    HomeWindow.of(browser, readers.get(each), manner).opens("/cancel");
            window.says(window.words("cancel-it.keep"));
            window.looksRight("cancel-state-" + readers.get(each).ref());
            window.page().context().close();
        }
    }

    @Tag("torture")
    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"MOUSE", "PHONE", "GERMAN", "DARK"})
    void cancellingIsToldInEveryManner(Manner manner, Browser browser) {
        cancellingIsToldInEveryState(manner, browser);
    }

    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"PHONE_GERMAN_DARK"})
    void listsAndRefusalsLookRight(Manner manner, Browser browser) {
        HomeWindow many = HomeWindow.of(browser, readers.getLast(), manner).opens("/articles");
        many.press("list.next");
        many.press("list.first");
        many.looksRight("articles-many");
        many.opens("/articles?q=zebra").looksRight("articles-none");
        many.opens("/receipts").looksRight("receipts-none");
        many.opens("/plans/trial").looksRight("plan-trial");
        many.opens("/?problem=payment-declined").looksRight("home-problem");
        many.opens("/nothing-here");
        many.says(many.words("problem.not-found"));
        many.complaints().clear();
        many.looksRight("problem");
        many.page().navigate(SERVICE.api().uri("/account/").toString());
        many.looksRight("sites");
        HomeWindow over = HomeWindow.of(browser, readers.get(1), manner).opens("/receipts");
        over.looksRight("receipts");
        over.opens("/canceled").looksRight("canceled-over");
    }

    @Tag("torture")
    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"MOUSE", "PHONE", "GERMAN", "DARK"})
    void listsAndRefusalsLookRightInEveryManner(Manner manner, Browser browser) {
        listsAndRefusalsLookRight(manner, browser);
    }
}
