package io.latchkey.payment.sandbox;

import static io.latchkey.testing.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.LogLines;
import io.latchkey.testing.MovingTime;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whoever has the operator's key moves the clock from the checkout page, and nobody else. */
class SandboxClockPageTests {

    private static final String HTML = "text/html,application/xhtml+xml,*/*;q=0.8";
    private static final String WRONG = "not-the-operator-key";

    private final Api api = MovingTime.service().api();
    private final TestSubscriber reader = subscriber();

    @Test
    void aBrowserMovesTheClockPastTheRenewalAndIsLedBackToThePage() {
        reader.pay();
        Instant paidUntil = reader.paidUntil();

        Answer moved = move(HTML, form(TestService.OPERATOR, "P1M"));

        assertThat(moved.status()).isEqualTo(303);
        assertThat(moved.headers().firstValue("Location")).contains(reader.checkout());
        assertThat(reader.paidUntil()).isAfter(paidUntil);
    }

    @Test
    void aProgramIsToldWhatTimeItIsThen() {
        Instant before = MovingTime.now();

        Answer moved = move("application/json", form(TestService.OPERATOR, "P2D"));

        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        assertThat(Instant.parse(moved.text("now"))).isAfterOrEqualTo(before.plusSeconds(172_800));
    }

    @Test
    void anyOtherKeyMovesNothing() {
        Instant before = MovingTime.now();
        for (String body : List.of(
                form(WRONG, "P1D"),
                form("", "P1D"),
                form(reader.reader().site().key(), "P1D"),
                "advance=P1D",
                "operatorKey",
                "")) {
            assertProblem(body, move("application/json", body), 401, "wrong-operator-key");

            Answer page = move(HTML, body);
            assertThat(page.status()).as(body).isEqualTo(401);
            assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
            assertThat(page.headers().firstValue("WWW-Authenticate")).isPresent();
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy)
                            .contains("default-src 'none'; style-src 'sha256-", "form-action 'self'"));
            assertThat(page.text())
                    .contains("role=\"alert\">This is not the operator&#39;s key.")
                    .doesNotContain(WRONG);
        }
        assertThat(Duration.between(before, MovingTime.now())).isLessThan(Duration.ofHours(1));
    }

    @Test
    void aKeyInTheAddressIsNone() {
        String query = "?" + form(TestService.OPERATOR, "P1D");

        assertProblem("query", send(query, "application/json", "advance=P1D"), 401, "wrong-operator-key");
    }

    @Test
    void refusesWhatIsNoTimeAndMovesNothing() {
        Instant before = MovingTime.now();
        for (String advance : List.of("", "P", "a month", "-P1D", "PT-1S", "P11Y")) {
            String body = form(TestService.OPERATOR, advance);
            assertProblem(body, move("application/json", body), 400, "invalid-body");
            assertThat(move(HTML, body).status()).as(body).isEqualTo(400);
        }
        assertProblem("%", move("application/json", "operatorKey=%zz"), 400, "invalid-body");
        assertProblem("long", move("application/json", form("k".repeat(70_000), "P1D")), 413, "body-too-large");
        assertThat(Duration.between(before, MovingTime.now())).isLessThan(Duration.ofHours(1));
    }

    @Test
    void standsOnPagesThatExistOnly() {
        String path = reader.checkout().replaceFirst("[^/]+$", UUID.randomUUID().toString());
        for (String accept : List.of(HTML, "application/json")) {
            Answer answer = api.send(api.request(path + "/clock", null)
                    .header("Accept", accept)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(form(TestService.OPERATOR, "P1D")))
                    .build());
            assertProblem(accept, answer, 404, "unknown-checkout");
        }
    }

    @Test
    void theKeyIsInNoLogHoweverMuchIsLogged() {
        List<String> lines = LogLines.of(
                () -> {
                    move(HTML, form(WRONG, "PT1S"));
                    move(HTML, form(TestService.OPERATOR, "PT1S"));
                    move(HTML, form(TestService.OPERATOR, "never"));
                    move(HTML, "operatorKey=" + TestService.OPERATOR + "%" + WRONG);
                },
                "org.springframework.web",
                "org.springframework.http",
                "io.latchkey");
        assertThat(lines)
                .anyMatch(line -> line.contains("/clock"))
                .noneMatch(line -> line.contains(WRONG) || line.contains(TestService.OPERATOR));
    }

    private Answer move(String accept, String body) {
        return send("", accept, body);
    }

    private Answer send(String query, String accept, String body) {
        return api.send(api.request(reader.checkout() + "/clock" + query, null)
                .header("Accept", accept)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private static String form(String key, String advance) {
        return "operatorKey="
                + URLEncoder.encode(key, StandardCharsets.UTF_8)
                + "&advance="
                + URLEncoder.encode(advance, StandardCharsets.UTF_8);
    }

    private static TestSubscriber subscriber() {
        TestSite site = MovingTime.service().site("clock-page");
        site.monthlyPlan("monthly", 900, 3);
        return TestSubscriber.deciding(site.reader("ada"), "monthly");
    }
}
