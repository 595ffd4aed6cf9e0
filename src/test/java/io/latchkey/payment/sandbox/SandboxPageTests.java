package io.latchkey.payment.sandbox;

import static io.latchkey.testing.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.payment.provider.CheckoutStatus;
import io.latchkey.payment.provider.PlanOrder;
import io.latchkey.payment.provider.ShownCheckout;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.billing.BillingStatus;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import io.latchkey.words.Figures;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

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
        String day = new Figures(Locale.UK, ZoneOffset.UTC).day(until);
        assertThat(paid)
                .doesNotContain("due now")
                .contains("Next payment <time")
                .contains(day);
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
                            .send(service.api()
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

        assertThat(german).contains(">9,00\u00a0€</p>");

        String american = page(now, "America/Los_Angeles", "en-US", monthly);
        assertThat(american).contains(">December 31, 2026</time>", ">January 31, 2027</time>", ">€9.00</p>");
    }

    @Test
    void whoHasPaidIsLedToWhereTheCheckoutSaysAndNobodyElse() {
        TestSite site = service.site("sandbox-page");
        site.monthlyPlan("monthly", 900, 3);
        String back = "https://" + site.id() + ".example/story?a=1&b=2";
        String lead = "http-equiv=\"refresh\" content=\"0;url=" + back.replace("&", "&amp;") + "\"";
        String bought = checkout(site.reader("cy"), "{\"plan\":\"monthly\",\"returnTo\":\"%s\"}".formatted(back));
        assertThat(sent(bought + "/decline")).isEqualTo(bought);
        assertThat(service.api().get(bought + "?paid", null).text())
                .contains("The payment was declined.")
                .doesNotContain("refresh");
        String paid = sent(bought + "/pay");
        assertThat(service.api().get(paid, null).text()).contains(lead, "<strong>Paid.</strong>");
        assertThat(service.api().get(bought, null).text()).doesNotContain("refresh");

        String nowhere = checkout(site.reader("di"), "{\"plan\":\"monthly\"}");
        assertThat(service.api().get(sent(nowhere + "/pay"), null).text())
                .contains("<strong>Paid.</strong>", "Next payment")
                .doesNotContain("refresh");
    }

    private String checkout(TestReader reader, String order) {
        Answer begun = service.api().post("/v1/me/subscription", reader.token(), order);
        assertThat(begun.status()).as(begun.text()).isEqualTo(201);
        return URI.create(begun.body().path("checkout").path("url").asString()).getPath();
    }

    /** Where a browser is led that sends this form. */
    private String sent(String path) {
        Answer answer = service.api()
                .send(service.api()
                        .request(path, null)
                        .header("Accept", "text/html,*/*;q=0.8")
                        .POST(BodyPublishers.noBody())
                        .build());
        assertThat(answer.status()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    @Test
    void offersADayAMonthAndThePlansPeriodOnce() {
        assertThat(steps(Period.ofMonths(1))).containsExactly("P1D 1 day on", "P1M 1 month on");
        assertThat(steps(Period.parse("P1Y6M")))
                .containsExactly("P1D 1 day on", "P1M 1 month on", "P1Y6M 1 year 6 months on");
        assertThat(steps(Period.parse("P14D"))).containsExactly("P1D 1 day on", "P1M 1 month on", "P14D 14 days on");
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
    private static String page(Instant now, String zone, String locale, Period period, boolean inDispute) {
        Figures show = new Figures(Locale.forLanguageTag(locale), ZoneId.of(zone));
        SubscriptionPlan plan =
                new SubscriptionPlan(new PlanId("plan"), "Plan", PRICE, period, null, List.of(), 0, true);
        ReaderKey reader = new ReaderKey(new SiteId("news"), new UUID(0, 1));
        ShownCheckout checkout = new ShownCheckout(
                reader,
                new UUID(0, 2),
                plan.id(),
                PRICE,
                CheckoutStatus.PAID,
                null,
                null,
                now.plus(Duration.ofHours(1)));
        SandboxSubscription paid = new SandboxSubscription(
                new UUID(0, 3),
                reader,
                checkout.id(),
                new PlanOrder(plan.id(), plan.name(), PRICE, period, true),
                null,
                show.zone(),
                now,
                1,
                now,
                now.plus(Duration.ofDays(31)),
                BillingStatus.RUNNING,
                false,
                null,
                0,
                false,
                null,
                null,
                null,
                null,
                null);
        SandboxPage page = new SandboxPage(checkout, plan, paid, inDispute, show, now, null);
        return Objects.requireNonNull(
                TestService.shared().bean(SandboxPages.class).html(page, false).block());
    }

    private String page(TestSubscriber reader) {
        return service.api().get(reader.checkout(), null).text();
    }
}
