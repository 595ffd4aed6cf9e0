package io.latchkey.payment.stripe;

import io.latchkey.shared.time.Clock;
import io.latchkey.shared.web.LatchkeySettings;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The adapter without a service around it. */
final class StripeWiring {

    static final String KEY = "sk_test_of_the_stand_in";

    static final String ISSUER = "https://latchkey.example.org";
    static final LatchkeySettings SETTINGS = new LatchkeySettings(null, URI.create(ISSUER), null, null, "stripe");

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
        StripeLooks looks = new StripeLooks(calls, SETTINGS);
        return new StripeProvider(
                new StripeSessions(calls, products, SETTINGS),
                looks,
                new StripeChanges(calls, schedules, invoices, products),
                new StripePauses(calls, looks, schedules, invoices, new StripeDiscounts(calls, clock), clock),
                new StripeRefunds(calls),
                new StripeCustomers(calls, SETTINGS),
                settings(null),
                SETTINGS,
                JsonMapper.builder().build());
    }

    private static StripeSettings settings(@Nullable URI address) {
        return new StripeSettings(KEY, StandIn.SECRET, null, address);
    }
}
