package io.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.reader.identity.EmailAddress;
import io.latchkey.reader.signin.SignInLinks;
import io.latchkey.shared.time.Round;
import io.latchkey.site.SiteId;
import io.latchkey.testing.TestService;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A link that another replica is sending is not nothing. */
class SignInLinkRunTests {

    @Test
    void aRunSaysWhatAnotherHolds() {
        try (TestService service = TestService.own()) {
            SiteId site = new SiteId(service.site("links").id());
            SignInLinks links = service.bean(SignInLinks.class);
            SignInLinkRun run = service.bean(SignInLinkRun.class);
            assertThat(run.run().block()).isEqualTo(new Round(0, 0));

            links.ask(site, new EmailAddress("ada@example.org"), "browser", Locale.ENGLISH)
                    .block();
            // Whoever takes it dies with it.
            assertThat(links.take(1).count().block()).isEqualTo(1);

            assertThat(run.run().block()).isEqualTo(new Round(0, 1));
        }
    }
}
