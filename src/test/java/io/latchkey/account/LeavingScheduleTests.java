package io.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import io.latchkey.testing.Wait;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

/** BGB § 312k (4): what is declared is carried out and confirmed at once, and nobody has to ask for it. */
class LeavingScheduleTests {

    private final TestSite site = SignInDesk.site().monthlyPlan("monthly", 900, 0);

    @Test
    void aDeclarationIsCarriedOutAndConfirmedByItself() {
        String address = "ada@" + site.id() + ".example";
        assertThat(site.api()
                        .put("/v1/readers/ada", site.key(), "{\"email\":\"%s\"}".formatted(address))
                        .status())
                .isIn(200, 201);
        TestSubscriber ada = TestSubscriber.of(site.reader("ada"), "monthly");
        Answer declared = site.api()
                .send(site.api()
                        .request("/account/" + site.id() + "/cancel-contract", null)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", TestService.ISSUER)
                        .POST(BodyPublishers.ofString("kind=ordinary&identity=A&email=" + address))
                        .build());
        assertThat(declared.status()).isEqualTo(303);
        Wait.until("the contract is canceled", ada::status, "canceled"::equals);
        assertThat(SignInDesk.letter(address, "Your contract ends on")).contains("Monthly");
    }
}
