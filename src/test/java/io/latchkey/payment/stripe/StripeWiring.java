package io.latchkey.payment.stripe;

import io.latchkey.payment.provider.CheckoutOrder;
import io.latchkey.payment.provider.OpenedCheckout;
import io.latchkey.plan.Discount;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.web.LatchkeySettings;
import io.latchkey.site.SiteId;
import java.net.URI;
import java.time.Duration;
import java.time.Period;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The adapter without a service around it. */
final class StripeWiring {

    static final String KEY = "sk_test_of_the_stand_in";

    static final String ISSUER = "https://latchkey.example.org";
    static final LatchkeySettings SETTINGS = new LatchkeySettings(null, URI.create(ISSUER), null, null, "stripe");

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration BOUND = Duration.ofSeconds(40);

    private StripeWiring() {}

    static StripeCalls calls(URI address) {
        return new StripeCalls(settings(address));
    }

    static StripeCalls calls(URI address, Duration read) {
        return new StripeCalls(settings(address), read);
    }

    static StripeProvider provider(StripeCalls calls, StandIn stripe) {
        Clock clock = new Clock(stripe.books::now);
        StripeInvoices invoices = new StripeInvoices(calls);
        StripeProducts products = new StripeProducts(calls, SETTINGS);
        StripeSchedules schedules = new StripeSchedules(calls, products);
        StripeCoupons coupons = new StripeCoupons(calls, clock);
        StripeLooks looks = new StripeLooks(calls, SETTINGS);
        return new StripeProvider(
                new StripeSessions(calls, products, SETTINGS),
                looks,
                new StripeChanges(calls, schedules, invoices, products),
                new StripePauses(calls, looks, schedules, invoices, new StripeDiscounts(calls, coupons), clock),
                new StripeReductions(calls, schedules, coupons),
                new StripeRefunds(calls),
                new StripeCustomers(calls, SETTINGS),
                new StripeEvents(settings(null), SETTINGS, JSON),
                new StripeHistory(calls, SETTINGS, JSON));
    }

    /** A subscription of one month that a reader of no service paid for. */
    static String begun(StandIn stripe, StripeProvider provider, @Nullable Discount discount) {
        CheckoutOrder order = new CheckoutOrder(
                UUID.randomUUID(),
                new ReaderKey(new SiteId("news"), UUID.randomUUID()),
                new PlanId("basic"),
                "Basic",
                new Price(900L, "EUR"),
                Period.ofMonths(1),
                null,
                discount,
                null,
                null,
                null,
                stripe.books.now().plus(Duration.ofHours(1)),
                null);
        OpenedCheckout opened = Objects.requireNonNull(provider.open(order).block(BOUND));
        StandInSession session = stripe.desk.session(opened.ref());
        stripe.desk.pay(session);
        return session.bought();
    }

    private static StripeSettings settings(@Nullable URI address) {
        return new StripeSettings(KEY, StandIn.SECRET, null, address);
    }
}
