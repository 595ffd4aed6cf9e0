package io.latchkey.payment.sandbox;

import static io.latchkey.testing.Problems.assertProblem;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.payment.Checkout;
import io.latchkey.payment.Offer;
import io.latchkey.payment.provider.PlanOrder;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.ReaderKey;
import io.latchkey.site.DisputeRules;
import io.latchkey.site.MeterLength;
import io.latchkey.site.MeterRules;
import io.latchkey.site.PackRefundRules;
import io.latchkey.site.Site;
import io.latchkey.site.SiteId;
import io.latchkey.site.WithdrawalRules;
import io.latchkey.subscription.BillingState;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;

import org.junit.jupiter.api.Test;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** What the sandbox's page says to people. */
class SandboxPageTests {

    private static final Price PRICE = new Price(900L, "EUR");

    private final TestService service = TestService.shared();

    @Test
    void saysWhatIsDueUntilItIsPaidAndThenWhenInWordsTheNextPaymentIs() {
        TestSite site = service.site("sandbox-page");
        site.monthlyPlan("monthly", 900, 3);
        TestSubscriber reader = TestSubscriber.deciding(site.reader("ada"), "monthly");
        assertThat(page(reader)).contains("due now");

        assertThat(reader.pay()).isEqualTo("paid");
        String paid = page(reader);

        Instant until = Instant.parse(reader.subscription().path("paidUntil").asString());
        String day =
                DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                        .localizedBy(Locale.ENGLISH)
                        .withZone(ZoneOffset.UTC)
                        .format(until);
        assertThat(paid).doesNotContain("due now").contains("Next payment <time").contains(day);
    }

    @Test
    void whoTakesNeitherPageNorJsonPaysNothing() {
        TestSite site = service.site("sandbox-page");
        site.monthlyPlan("monthly", 900, 3);
        TestSubscriber reader = TestSubscriber.deciding(site.reader("bob"), "monthly");
        for (String accept : List.of("image/png", "text/", "nonsense")) {
            assertProblem(
                    accept,
                    service.api()
                            .send(
                                    service.api()
                                            .request(reader.checkout() + "/pay", null)
                                            .header("Accept", accept)
                                            .POST(BodyPublishers.noBody())
                                            .build()),
                    406,
                    "not-acceptable");
        }
        assertThat(page(reader)).contains("due now");
    }

    @Test
    void tellsDatesAsPeopleAtTheSiteWriteThem() {
        Instant now = Instant.parse("2026-12-31T12:00:00Z");
        Period monthly = Period.ofMonths(1);

        String german = page(now, "Pacific/Kiritimati", "de", monthly);
        assertThat(german)
                .contains("lang=\"de\" datetime=\"2026-12-31T12:00:00Z\">1. Januar 2027</time>")
                .contains("lang=\"de\" datetime=\"2027-01-31T12:00:00Z\">1. Februar 2027</time>");

        String american = page(now, "America/Los_Angeles", "en-US", monthly);
        assertThat(american).contains(">December 31, 2026</time>", ">January 31, 2027</time>");
    }

    @Test
    void offersADayAMonthAndThePlansPeriodOnce() {
        assertThat(steps(Period.ofMonths(1))).containsExactly("P1D 1 day on", "P1M 1 month on");
        assertThat(steps(Period.parse("P1Y6M")))
                .containsExactly("P1D 1 day on", "P1M 1 month on", "P1Y6M 1 year 6 months on");
        assertThat(steps(Period.parse("P14D")))
                .containsExactly("P1D 1 day on", "P1M 1 month on", "P14D 14 days on");
    }

    private static List<String> steps(Period period) {
        String page = page(Instant.parse("2026-12-31T12:00:00Z"), "UTC", "en", period);
        return Pattern.compile("name=\"advance\" value=\"([^\"]*)\">([^<]*)<")
                .matcher(page)
                .results()
                .map(button -> button.group(1) + " " + button.group(2))
                .toList();
    }

    @Test
    void letsTheBankDecideOnWhatItCalledBack() {
        Instant now = Instant.parse("2027-03-01T08:00:00Z");
        assertThat(page(now, "UTC", "en", Period.ofMonths(1), false))
                .contains("id=\"dispute\"")
                .doesNotContain("dispute-won");
        assertThat(page(now, "UTC", "en", Period.ofMonths(1), true))
                .contains("id=\"dispute-won\"", "id=\"dispute-lost\"")
                .doesNotContain("id=\"dispute\"");
    }

    private static String page(Instant now, String zone, String locale, Period period) {
        return page(now, zone, locale, period, false);
    }

    /** The page of a subscription that was paid at the given time. */
    private static String page(
            Instant now, String zone, String locale, Period period, boolean inDispute) {
        Site site =
                new Site(
                        new SiteId("news"),
                        "News",
                        List.of(),
                        ZoneId.of(zone),
                        Locale.forLanguageTag(locale),
                        null,
                        new MeterRules(0, 0, new MeterLength.CalendarMonth()),
                        new Site.TokenRules(300),
                        new Site.HistoryRules(90),
                        7,
                        new PackRefundRules(PackRefundRules.TakeBack.UNSPENT),
                        new WithdrawalRules(WithdrawalRules.Repaid.FULL),
                        new DisputeRules(DisputeRules.Cancel.PERIOD_END));
        SubscriptionPlan plan =
                new SubscriptionPlan(
                        new PlanId("plan"), "Plan", PRICE, period, null, List.of(), 0, true);
        ReaderKey reader = new ReaderKey(site.id(), new UUID(0, 1));
        Checkout checkout =
                new Checkout(
                        new UUID(0, 2),
                        reader,
                        plan.id(),
                        false,
                        PRICE,
                        PRICE,
                        null,
                        new Offer("Plan", period, List.of(), 0, null),
                        null,
                        null,
                        null,
                        Checkout.Status.PAID,
                        null,
                        null,
                        now);
        SandboxSubscription paid =
                new SandboxSubscription(
                        new UUID(0, 3),
                        reader,
                        checkout.id(),
                        new PlanOrder(plan.id(), plan.name(), PRICE, period, true),
                        null,
                        site.timeZone(),
                        now,
                        1,
                        now,
                        now.plus(Duration.ofDays(31)),
                        BillingState.Standing.RUNNING,
                        false,
                        null,
                        0,
                        false,
                        null,
                        null,
                        null,
                        null);
        return new SandboxPage(checkout, plan, paid, inDispute, site, now, null).html();
    }

    private String page(TestSubscriber reader) {
        return service.api().get(reader.checkout(), null).text();
    }
}
