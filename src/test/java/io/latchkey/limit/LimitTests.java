package io.latchkey.limit;

import static io.latchkey.testing.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import io.latchkey.shared.problem.RequestProblem;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.LogLines;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/** What one address may do in a minute, each limit being two, of checkouts three. */
class LimitTests {

    private static final AtomicLong NANOS = new AtomicLong(Duration.ofDays(1).toNanos());
    private static final AtomicInteger HOSTS = new AtomicInteger();
    private static final String FAILURE = "X-Failure";
    private static final String HTML = "text/html,application/xhtml+xml,*/*;q=0.8";
    private static final String TOO_MANY = "429 too-many-requests";
    private static final String INVALID = "401 invalid-credentials";

    private static final TestService SERVICE = TestService.with(
            MinutesByHand.class,
            TestDatabase.fresh(),
            "--latchkey.trusted-proxies=127.0.0.0/8,::1",
            "--latchkey.limits.anonymous-sessions=2",
            "--latchkey.limits.failed-credentials=2",
            "--latchkey.limits.promo-codes=2",
            "--latchkey.limits.checkouts=3",
            "--latchkey.limits.receipts=2");
    private static final TestSite SITE =
            SERVICE.site("limited").monthlyPlan("monthly", 900, 3).promoCode("HALF", "{\"percent\":50}");

    private final String here = address();
    private final String elsewhere = address();

    /** Not marked as a configuration: the scan would find it. */
    static class MinutesByHand {
        /** Before every filter of ours but those that must be the first. */
        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE + 1)
        WebFilter failure() {
            return (exchange, chain) -> {
                String failure = exchange.getRequest().getHeaders().getFirst(FAILURE);
                return switch (failure == null ? "none" : failure) {
                    case "none" -> chain.filter(exchange);
                    case "thrown" -> throw new IllegalStateException("thrown by a test");
                    case "problem" -> Mono.error(RequestProblem.TOO_MANY_REQUESTS.problem());
                    default -> {
                        exchange.getResponse().setStatusCode(HttpStatus.valueOf(Integer.parseInt(failure)));
                        yield exchange.getResponse().setComplete();
                    }
                };
            };
        }

        @Bean
        @Primary
        TimeMeter minutesByHand() {
            return new TimeMeter() {
                @Override
                public long currentTimeNanos() {
                    return NANOS.get();
                }

                @Override
                public boolean isWallClockBased() {
                    return false;
                }
            };
        }
    }

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @BeforeEach
    void nothingIsLeftToSay() {
        reported();
    }

    @Test
    void anonymousSessionsOfOneAddress() {
        exhaust(2, "201 ", () -> session(here));

        assertThat(said(session(elsewhere))).isEqualTo("201 ");
    }

    /** Two in sixty seconds: one more after thirty. */
    @Test
    void whoWaitsAsLongAsTheyAreToldIsServed() {
        exhaust(2, "201 ", () -> session(here));
        assertThat(session(here).headers().firstValue("Retry-After")).hasValue("30");

        NANOS.addAndGet(Duration.ofMillis(28_500).toNanos());
        assertThat(session(here).headers().firstValue("Retry-After")).hasValue("2");
        NANOS.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(said(session(here))).isEqualTo("201 ");
        assertThat(said(session(here))).isEqualTo(TOO_MANY);
    }

    @Test
    void aMinuteLaterAllIsAsBefore() {
        exhaust(2, "201 ", () -> session(here));
        NANOS.addAndGet(Duration.ofMinutes(1).toNanos());
        exhaust(2, "201 ", () -> session(here));
        NANOS.addAndGet(Duration.ofMinutes(5).toNanos());
        exhaust(2, "201 ", () -> session(here));
    }

    @Test
    void checkoutsOfOneAddressWhicheverReadersTheyAreOf() {
        List<TestReader> readers = List.of(SITE.reader("ann"), SITE.reader("bob"));
        AtomicInteger turn = new AtomicInteger();
        Supplier<Answer> order = () -> order(here, readers.get(turn.getAndIncrement() % 2), "{\"plan\":\"monthly\"}");

        exhaust(3, "201 ", order);

        assertThat(said(purchase(here, readers.getFirst()))).isEqualTo(TOO_MANY);
        assertThat(said(order(elsewhere, readers.getFirst(), "{\"plan\":\"monthly\"}")))
                .isEqualTo("201 ");
    }

    @Test
    void checkoutsThatNobodyWasLetInForCountForNobody() {
        for (int each = 0; each < 5; each++) {
            order(here, new TestReader(SITE, "", "junk"), "{\"plan\":\"monthly\"}");
        }
        assertThat(said(order(here, SITE.reader("cy"), "{\"plan\":\"monthly\"}")))
                .isEqualTo("201 ");
    }

    @Test
    void promoCodesOfOneAddressAndNothingElseThen() {
        TestReader dan = SITE.reader("dan");
        exhaust(
                2,
                "404 unknown-promo-code",
                () -> order(here, dan, "{\"plan\":\"monthly\",\"promoCode\":\"GUESSED\"}"));

        String right = "{\"plan\":\"monthly\",\"promoCode\":\"HALF\"}";
        assertThat(said(order(here, dan, right))).isEqualTo(TOO_MANY);
        assertThat(said(order(here, dan, "{\"plan\":\"monthly\"}"))).isEqualTo("201 ");
        assertThat(said(order(elsewhere, dan, right))).isEqualTo("201 ");
    }

    @Test
    void promoCodesAndCheckoutsOfThePagesWithAPageThatSaysSo() {
        TestReader eve = SITE.reader("eve");
        for (int each = 0; each < 2; each++) {
            assertThat(buy(here, eve, "plan=monthly&code=GUESSED").headers().firstValue("Location"))
                    .hasValueSatisfying(to -> assertThat(to).contains("unknown-promo-code"));
        }
        page(buy(here, eve, "plan=monthly&code=GUESSED"));
        assertThat(buy(here, eve, "plan=monthly").headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).contains("/checkout/"));
        page(buy(here, eve, "plan=monthly"));
        assertThat(said(order(here, eve, "{\"plan\":\"monthly\"}"))).isEqualTo(TOO_MANY);
        assertThat(buy(elsewhere, eve, "plan=monthly").status()).isEqualTo(303);
    }

    @Test
    void receiptsByIdOfOneAddress() {
        String receipt = "/v1/receipts/" + UUID.randomUUID();
        AtomicInteger turn = new AtomicInteger();
        Supplier<Answer> look = () -> get(here, receipt + (turn.getAndIncrement() % 2 == 0 ? "" : "/verify"), null);

        exhaust(2, "404 unknown-receipt", look);

        assertThat(said(look.get())).isEqualTo(TOO_MANY);
        assertThat(get(elsewhere, receipt, null).status()).isEqualTo(404);
    }

    @Test
    void failedCredentialsOfOneAddressWhateverTheyWere() {
        List<String> junk = List.of("lk_wrong", "wrong", SITE.key() + "x");
        AtomicInteger turn = new AtomicInteger();
        exhaust(2, INVALID, () -> get(here, "/v1/sites", junk.get(turn.getAndIncrement() % junk.size())));

        for (String path : List.of("/v1/me", "/v1/site", "/v1/sites")) {
            assertThat(said(get(here, path, "junk"))).as(path).isEqualTo(TOO_MANY);
            assertThat(said(get(elsewhere, path, null))).isEqualTo("401 credentials-missing");
            assertThat(said(get(address(), path, "junk"))).as(path).isEqualTo(INVALID);
        }
        assertThat(said(get(here, "/v1/me", null))).isEqualTo("401 credentials-missing");
    }

    @Test
    void whoeverHasAValidCredentialIsServedAtAnAddressFullOfFailures() {
        TestReader fay = SITE.reader("fay");
        for (int each = 0; each < 20; each++) {
            get(here, "/v1/sites", "junk");
        }
        assertThat(said(get(here, "/v1/sites", "junk"))).isEqualTo(TOO_MANY);

        assertThat(get(here, "/v1/me", fay.token()).status()).isEqualTo(200);
        assertThat(get(here, "/v1/site", SITE.key()).status()).isEqualTo(200);
        assertThat(get(here, "/v1/sites", TestService.OPERATOR).status()).isEqualTo(200);
        assertThat(session(here).status()).isEqualTo(201);
    }

    @Test
    void operatorKeysInTheFormOfTheSandboxAndTokensInThatOfASite() {
        String clock = SITE.reader("gus").checkout("monthly") + "/clock";
        exhaust(
                2,
                "401 wrong-operator-key",
                () -> form(here, clock, "operatorKey=wrong&advance=PT0S", "application/json"));
        Answer page = form(here, clock, "operatorKey=wrong&advance=PT0S", HTML);
        assertThat(page.status()).isEqualTo(429);
        assertThat(page.headers().firstValue("Retry-After")).isPresent();
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(form(here, clock, "operatorKey=" + TestService.OPERATOR + "&advance=PT0S", "application/json")
                        .status())
                .isEqualTo(200);

        page(form(here, "/account/" + SITE.id() + "/session", "token=junk", HTML));
    }

    @Test
    void identityTokensThatTheSiteDoesNotTake() {
        TestSite site = SERVICE.site("signs-in");
        Answer put = site.api().put("/v1/site/sign-in", site.key(), """
            {"openId":{"issuer":"https://accounts.example","clientId":"paper",
             "jwksUri":"https://accounts.example/keys"}}
            """);
        assertThat(put.status()).as(put.text()).isEqualTo(200);
        String body = "{\"site\":\"%s\",\"idToken\":\"junk\",\"nonce\":\"%s\"}".formatted(site.id(), "n".repeat(22));
        Supplier<Answer> exchange = () -> site.api().send(json(here, "/v1/sessions/oidc", null, body));

        exhaust(2, "401 invalid-id-token", exchange);

        assertThat(said(exchange.get())).isEqualTo(TOO_MANY);
    }

    /** Neither what a client makes up nor how an address is written makes another of it. */
    @Test
    void theLastThatAProxyOfOursNamesIsTheAddress() {
        int host = HOSTS.incrementAndGet();
        List<String> same = List.of(
                "2001:db8:%x::1",
                "9.9.9.9, 2001:db8:%x::2",
                "\"never closed, 2001:DB8:%x:0::3",
                "[2001:db8:%x::4]:443",
                "2001:db8:%x:0:ffff:ffff:ffff:ffff, 127.0.0.9");
        AtomicInteger turn = new AtomicInteger();
        exhaust(
                2,
                INVALID,
                () -> get(same.get(turn.getAndIncrement() % same.size()).formatted(host), "/v1/me", "junk"));
        for (String each : same) {
            assertThat(said(get(each.formatted(host), "/v1/me", "junk")))
                    .as(each)
                    .isEqualTo(TOO_MANY);
        }
        assertThat(said(get("2001:db8:%x:1::1".formatted(host), "/v1/me", "junk")))
                .isEqualTo(INVALID);
    }

    /** nginx makes an error of its own of any status but 401 and 403. */
    @ParameterizedTest
    @ValueSource(strings = {"429", "503", "500", "408", "thrown", "problem"})
    void theGateSaysThatItCannotTellWhateverFailsBeforeIt(String failure) {
        for (String door : List.of(
                "/v1/gate/nginx?site=" + SITE.id(),
                "/v1/gate/envoy?site=" + SITE.id(),
                "/v1/gate/envoy/" + SITE.id() + "/articles/any",
                "/v1/gate/forward-auth?site=" + SITE.id(),
                "/v1/gate/fastly?site=" + SITE.id())) {
            Answer answer = SITE.api()
                    .send(forwarded(here, door, "junk")
                            .header(FAILURE, failure)
                            .GET()
                            .build());
            assertThat(answer.status()).as(door).isEqualTo(403);
            assertThat(answer.headers().firstValue("X-Latchkey-Reason")).hasValue("unavailable");
            assertThat(answer.headers().firstValue("X-Latchkey-Decision")).hasValue("denied");
        }
    }

    @Test
    void theGateIsNotLimitedAndCountsNothing() {
        TestReader hal = SITE.reader("hal");
        for (int each = 0; each < 9; each++) {
            get(here, "/v1/me", "junk");
            String door = "/v1/gate/nginx?site=" + SITE.id();
            assertThat(get(here, door, "junk").status()).isIn(401, 403);
            assertThat(get(elsewhere, door, "junk").status()).isIn(401, 403);
            assertThat(get(here, door, hal.token()).status()).isIn(401, 403);
        }
        assertThat(said(get(elsewhere, "/v1/me", "junk"))).isEqualTo(INVALID);
    }

    @Test
    void theLogSaysHowManyWithoutSayingWho() {
        double before = counted();
        // A token that ran out is every day's, and no line.
        get(elsewhere, "/v1/me", "junk");
        for (int each = 0; each < 7; each++) {
            session(here);
            get(here, "/v1/sites", "junk");
        }
        assertThat(reported())
                .containsExactlyInAnyOrder(
                        "WARN limit anonymous-sessions: refused those beyond," + " 5 times since the last such line",
                        "WARN limit failed-credentials: refused those beyond," + " 5 times since the last such line",
                        "WARN no valid credential where the operator-key was wanted,"
                                + " 7 times since the last such line");
        assertThat(reported()).isEmpty();
        assertThat(counted() - before).isEqualTo(5);
        assertThat(metrics())
                .contains("latchkey_failed_credentials_total{wanted=\"operator-key\"}")
                .contains("latchkey_limited_total{limit=\"receipts\"}");
    }

    /** Serves so many, then refuses as every refusal is shaped. */
    private static void exhaust(int most, String served, Supplier<Answer> request) {
        for (int each = 0; each < most; each++) {
            assertThat(said(request.get())).isEqualTo(served);
        }
        Answer refused = request.get();
        assertProblem("beyond the limit", refused, 429, "too-many-requests");
        assertThat(refused.headers()
                        .firstValue("Retry-After")
                        .map(Integer::valueOf)
                        .orElse(0))
                .isBetween(1, 60);
        assertThat(refused.text("detail")).contains("Retry-After");
    }

    private static void page(Answer refused) {
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(refused.text()).contains("That was too often");
    }

    private static String said(Answer answer) {
        return answer.status() + " " + (answer.status() < 400 ? "" : answer.code());
    }

    private static Answer session(String from) {
        return SITE.api().send(json(from, "/v1/sessions", null, "{\"site\":\"%s\"}".formatted(SITE.id())));
    }

    private static Answer order(String from, TestReader reader, String body) {
        return SITE.api().send(json(from, "/v1/me/subscription", reader.token(), body));
    }

    private static Answer purchase(String from, TestReader reader) {
        return SITE.api().send(json(from, "/v1/me/purchases", reader.token(), "{\"plan\":\"monthly\"}"));
    }

    private static Answer buy(String from, TestReader reader, String fields) {
        return SITE.api()
                .send(forwarded(from, "/account/" + SITE.id() + "/buy", null)
                        .header("Accept", HTML)
                        .header("Accept-Language", "en")
                        .header("Origin", TestService.ISSUER)
                        .header("Cookie", "__Host-latchkey-" + SITE.id() + "=" + reader.token())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(fields))
                        .build());
    }

    private static Answer form(String from, String path, String fields, String accept) {
        return SITE.api()
                .send(forwarded(from, path, null)
                        .header("Accept", accept)
                        .header("Accept-Language", "en")
                        .header("Origin", TestService.ISSUER)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(fields))
                        .build());
    }

    private static Answer get(String from, String path, @Nullable String credential) {
        return SITE.api()
                .send(forwarded(from, path, credential)
                        .header("Accept", "text/html, application/json")
                        .GET()
                        .build());
    }

    private static HttpRequest json(String from, String path, @Nullable String credential, String body) {
        return forwarded(from, path, credential)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static HttpRequest.Builder forwarded(String from, String path, @Nullable String credential) {
        return SITE.api().request(path, credential).header("X-Forwarded-For", from);
    }

    private static String address() {
        return "203.0.113." + HOSTS.incrementAndGet();
    }

    private static double counted() {
        return metrics()
                .lines()
                .filter(line -> line.startsWith("latchkey_limited_total{limit=\"anonymous-sessions\"}"))
                .map(line -> line.substring(line.indexOf(' ')))
                .mapToDouble(Double::parseDouble)
                .sum();
    }

    private static String metrics() {
        return SITE.api().get("/actuator/prometheus", TestService.OPERATOR).text();
    }

    /** What is said in the log when a minute is over. */
    private static List<String> reported() {
        return LogLines.of(
                () -> {
                    SERVICE.bean(Limits.class).report();
                    SERVICE.bean(FailedCredentials.class).report();
                },
                "io.latchkey.limit");
    }
}
