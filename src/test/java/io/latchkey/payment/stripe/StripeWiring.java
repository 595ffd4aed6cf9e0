package io.latchkey.payment.stripe;

import io.latchkey.shared.time.Clock;
import io.latchkey.shared.web.LatchkeySettings;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The adapter without a service around it. */
final class StripeWiring {

    static final String KEY = "sk_test_of_the_stand_in";

    private static final LatchkeySettings SETTINGS =
            new LatchkeySettings(null, URI.create("https://latchkey.example.org"), null, null, "stripe");

    private StripeWiring() {}

    static StripeCalls calls(URI address) {
        return new StripeCalls(settings(address));
    }

    static StripeCalls calls(URI address, Duration read) {
        return new StripeCalls(settings(address), read);
    }

    static StripeProvider provider(StripeCalls calls) {
        StripeSchedules schedules = new StripeSchedules(calls);
        return new StripeProvider(
                calls,
                new StripeLooks(calls, SETTINGS),
                new StripeChanges(calls, schedules, new StripeInvoices(calls), new Clock(InstantSource.system())),
                schedules,
                new StripeRefunds(calls),
                new StripePages(calls, SETTINGS),
                settings(null),
                SETTINGS,
                JsonMapper.builder().build());
    }

    private static StripeSettings settings(@Nullable URI address) {
        return new StripeSettings(KEY, StandIn.SECRET, null, address);
    }
}
