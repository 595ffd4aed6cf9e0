package io.latchkey.payment.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.payment.provider.IncomingEvent.SubscriptionChanged;
import io.latchkey.shared.time.Round;
import io.latchkey.testing.TestService;
import org.junit.jupiter.api.Test;

/** Where no provider is configured, or not any more. */
class NothingSoldTests {

    @Test
    void comparesNothingAndKeepsWhatAProviderTold() {
        try (TestService service = TestService.own("--latchkey.payment-provider=")) {
            assertThat(service.bean(Reconciliation.class).run().blockOptional()).isEmpty();

            Inbox inbox = service.bean(Inbox.class);
            inbox.store("sandbox", new SubscriptionChanged("left", "behind")).block();
            assertThat(inbox.applyDue().block()).isEqualTo(new Round(0, 0));
        }
    }
}
