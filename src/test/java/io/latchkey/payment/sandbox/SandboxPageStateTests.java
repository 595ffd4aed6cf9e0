package io.latchkey.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.payment.provider.CheckoutStatus;
import io.latchkey.payment.provider.PlanOrder;
import io.latchkey.payment.provider.ShownCheckout;
import io.latchkey.payment.provider.ShownCheckout.Consented;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.billing.BillingStatus;
import io.latchkey.testing.TestService;
import io.latchkey.words.Figures;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each state of a checkout, and of what was bought on it, has words and buttons of its own. */
class SandboxPageStateTests {

    private static final Instant NOW = Instant.parse("2027-03-01T08:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofDays(2));
    private static final ReaderKey READER = new ReaderKey(new SiteId("news"), new UUID(0, 1));
    private static final SubscriptionPlan PLAN = new SubscriptionPlan(
            new PlanId("plan"), "<Plan>", new Price(900L, "EUR"), Period.ofMonths(1), null, List.of(), 0, true);

    @ParameterizedTest
    @CsvSource({
        "OPEN, '', pay decline",
        "DECLINED, The payment was declined. Nothing was bought., pay decline",
        "PAID, Paid. It is yours., dispute",
        "REPLACED, A newer checkout took the place of this one. What is paid here is paid back., ''",
        "REFUNDED, 'Paid back: you have it already, or began anew.', ''"
    })
    void ofACheckout(CheckoutStatus status, String said, String buttons) {
        Document page = page(checkout(status, null), null);
        assertThat(page.select("[role=status]").text()).isEqualTo(said);
        assertThat(buttons(page)).isEqualTo(buttons);
        assertThat(page.select("h1").text()).isEqualTo("<Plan>");
        boolean due = status == CheckoutStatus.OPEN || status == CheckoutStatus.DECLINED;
        assertThat(page.select(".price").text()).isEqualTo(due ? "€9.00 due now" : "€9.00");
    }

    @Test
    void ofACheckoutThatWaitedTooLong() {
        ShownCheckout over = new ShownCheckout(
                READER, new UUID(0, 2), PLAN.id(), PLAN.price(), CheckoutStatus.OPEN, null, null, NOW);
        Document page = page(over, null);
        assertThat(page.select("[role=status]").text())
                .isEqualTo("This checkout cannot be paid any more. Nothing was bought.");
        assertThat(buttons(page)).isEmpty();
        assertThat(page.select("input[type=checkbox]")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "true, true, Begin at once|my right of withdrawal",
        "true, false, Begin at once",
        "false, true, my right of withdrawal",
        "false, false, ''"
    })
    void ofWhatWasConsentedTo(boolean start, boolean loss, String agreed) {
        Document page = page(checkout(CheckoutStatus.OPEN, new Consented(start, loss)), null);
        assertThat(page.select("input[type=checkbox]")).isEmpty();
        List<String> said = page.select(".consent").eachText();
        List<String> wanted = agreed.isEmpty() ? List.of() : List.of(agreed.split("\\|"));
        assertThat(said).hasSameSizeAs(wanted).allMatch(text -> text.startsWith("Agreed: "));
        assertThat(wanted).allMatch(String.join(" ", said)::contains);
    }

    @Test
    void ofWhatIsAskedForWhereNothingWasConsentedTo() {
        Document page = page(checkout(CheckoutStatus.OPEN, null), null);
        assertThat(page.select("input[type=checkbox][form=pay]").eachAttr("name"))
                .containsExactly("immediateStart", "acknowledgedLoss");
        assertThat(page.select(".consent").eachText())
                .containsExactly(
                        "Begin at once, before the withdrawal period ends.",
                        "I know that I lose my right of withdrawal by that.");
    }

    @ParameterizedTest
    @CsvSource({
        "STARTING, false, Not begun.",
        "RUNNING, false, Next payment 3 March 2027.",
        "RUNNING, true, Ends 3 March 2027.",
        "UNPAID, false, Payment failed; tried again at no set time.",
        "PAUSED, true, Paused: nothing is billed.",
        "ENDED, true, Ended 1 March 2027."
    })
    void ofASubscription(BillingStatus status, boolean ends, String said) {
        Document page = page(checkout(CheckoutStatus.PAID, null), subscription(status, ends, false));
        assertThat(page.text()).contains("Paid. It is yours. " + said + " The card pays renewals.");
        assertThat(buttons(page)).isEqualTo("card-declines dispute");
    }

    @Test
    void ofACard() {
        Document page = page(checkout(CheckoutStatus.PAID, null), subscription(BillingStatus.RUNNING, false, true));
        assertThat(page.text()).contains("The card declines renewals.");
        assertThat(buttons(page)).isEqualTo("card-pays dispute");
    }

    private static ShownCheckout checkout(CheckoutStatus status, @Nullable Consented consent) {
        return new ShownCheckout(READER, new UUID(0, 2), PLAN.id(), PLAN.price(), status, consent, null, LATER);
    }

    private static SandboxSubscription subscription(BillingStatus status, boolean ends, boolean cardDeclines) {
        return new SandboxSubscription(
                new UUID(0, 3),
                READER,
                new UUID(0, 2),
                new PlanOrder(PLAN.id(), PLAN.name(), PLAN.price(), PLAN.period(), true),
                null,
                ZoneOffset.UTC,
                NOW,
                1,
                NOW,
                LATER,
                status,
                cardDeclines,
                null,
                0,
                ends,
                status == BillingStatus.ENDED ? NOW : null,
                null,
                null,
                null,
                null);
    }

    private static Document page(ShownCheckout checkout, @Nullable SandboxSubscription subscription) {
        Figures show = new Figures(Locale.UK, ZoneOffset.UTC);
        SandboxPage page = new SandboxPage(checkout, PLAN, subscription, false, show, NOW, null);
        return Jsoup.parse(Objects.requireNonNull(
                TestService.shared().bean(SandboxPages.class).html(page, false).block()));
    }

    /** The forms that do something, by their names. */
    private static String buttons(Document page) {
        return String.join(" ", page.select("form.deed").eachAttr("id"));
    }
}
