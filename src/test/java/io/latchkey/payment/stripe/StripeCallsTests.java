package io.latchkey.payment.stripe;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.stripe.model.Refund;
import com.stripe.model.Subscription;
import com.stripe.param.RefundCreateParams;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderException.Reason;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What becomes of a call when Stripe answers badly, late or not at all. */
@ExtendWith(OutputCaptureExtension.class)
class StripeCallsTests {

    private static final Duration BOUND = Duration.ofSeconds(60);

    /** How long a call may take: what is tried here. */
    private static final Duration IMPATIENT = Duration.ofMillis(1_500);

    private static final String KEY = "the-key-of-this-deed";
    private static final String SECRET = "reader@example.org sk_live_abc";
    private static final ResponseDefinitionBuilder DONE = okJson("{\"id\":\"re_1\",\"object\":\"refund\"}");

    private static final ResponseDefinitionBuilder DONE_LATE =
            okJson("{\"id\":\"re_1\",\"object\":\"refund\"}").withFixedDelay(5_000);

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private StripeCalls calls;

    @BeforeEach
    void start() {
        server.start();
        calls = StripeWiring.calls(URI.create(server.baseUrl()), IMPATIENT);
    }

    @AfterEach
    void stop() {
        calls.stop();
        server.stop();
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 429, 500, 502, 503})
    void asksAgainWithTheSameKey(int status) {
        thenDone(error(status, "api_error", null));
        assertThat(refund().block(BOUND)).isNotNull();
        assertThat(asked()).hasSize(2).allMatch(it -> KEY.equals(it.getHeader("Idempotency-Key")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "RANDOM_DATA_THEN_CLOSE"})
    void asksAgainAfterACut(String fault) {
        thenDone(aResponse().withFault(Fault.valueOf(fault)));
        assertThat(refund().block(BOUND)).isNotNull();
        assertThat(asked()).allMatch(it -> KEY.equals(it.getHeader("Idempotency-Key")));
    }

    @Test
    void asksAgainWhenTheAnswerCannotBeRead() {
        thenDone(aResponse().withStatus(200).withBody("<html>a proxy's page</html>"));
        assertThat(refund().block(BOUND)).isNotNull();
    }

    @Test
    void asksAgainWhenTheAnswerIsLate() {
        thenDone(DONE_LATE);
        assertThat(refund().block(BOUND)).isNotNull();
        assertThat(asked()).hasSize(2).allMatch(it -> KEY.equals(it.getHeader("Idempotency-Key")));
    }

    @Test
    void givesUpInTime() {
        always(DONE_LATE);
        assertThat(failure(refund()).reason()).isEqualTo(Reason.UNANSWERED);
        assertThat(asked()).hasSize(3);
    }

    @Test
    void didNothingWhenItWasNotAskedOrDoesNotKnowUs() {
        always(error(401, "invalid_request_error", null));
        assertThat(failure(refund()).reason()).isEqualTo(Reason.UNAVAILABLE);
        always(aResponse().withStatus(503));
        for (int call = 0; call < 5; call++) {
            assertThat(failure(refund()).reason()).isIn(Reason.UNANSWERED, Reason.UNAVAILABLE);
        }
        int before = asked().size();
        assertThat(failure(refund()).reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(asked()).hasSize(before);
    }

    @Test
    void saysThatACardDeclined() {
        always(error(402, "card_error", "card_declined"));
        assertThat(failure(refund()).reason()).isEqualTo(Reason.DECLINED);
        assertThat(asked()).hasSize(1);
    }

    @Test
    void saysThatItIsRefused() {
        always(error(400, "invalid_request_error", "amount_too_large"));
        assertThat(failure(refund()).reason()).isEqualTo(Reason.REFUSED);
        assertThat(asked()).hasSize(1);
    }

    @Test
    void findsNothingWhereThereIsNothing() {
        always(error(404, "invalid_request_error", "resource_missing"));
        assertThat(look().blockOptional(BOUND)).isEmpty();
        assertThat(failure(refund()).reason()).isEqualTo(Reason.REFUSED);
    }

    @Test
    void tellsTheOperatorThatTheKeyIsRefused(CapturedOutput output) {
        always(error(401, "invalid_request_error", null));
        assertThat(failure(look()).reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(output).contains("Stripe refuses this service's key");
    }

    @Test
    void asksNoMoreWhileStripeIsAway() {
        always(aResponse().withStatus(503));
        for (int call = 0; call < 5; call++) {
            assertThat(failure(look()).reason()).isEqualTo(Reason.UNAVAILABLE);
        }
        int before = asked().size();
        assertThat(failure(look()).reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(asked()).hasSize(before).hasSizeLessThan(15);
    }

    @Test
    void isNotAwayBecauseCardsAreDeclined() {
        always(error(402, "card_error", "card_declined"));
        for (int call = 0; call < 25; call++) {
            assertThat(failure(refund()).reason()).isEqualTo(Reason.DECLINED);
        }
        assertThat(asked()).hasSizeGreaterThanOrEqualTo(25);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 429, 500})
    void repeatsNothingOfWhatStripeSays(int status, CapturedOutput output) {
        always(error(status, "invalid_request_error", null));
        StringWriter trace = new StringWriter();
        failure(refund()).printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).contains("req_1").doesNotContain("example.org");
        assertThat(output).doesNotContain("example.org").doesNotContain("sk_");
    }

    @Test
    void blocksNobodyElsesThread() {
        always(DONE);
        assertThat(Mono.defer(this::refund).subscribeOn(Schedulers.parallel()).block(BOUND))
                .isNotNull();
    }

    private void always(ResponseDefinitionBuilder answer) {
        server.stubFor(any(anyUrl()).willReturn(answer));
    }

    private void thenDone(ResponseDefinitionBuilder first) {
        server.stubFor(any(anyUrl())
                .inScenario("once")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(first)
                .willSetStateTo("then"));
        server.stubFor(
                any(anyUrl()).inScenario("once").whenScenarioStateIs("then").willReturn(DONE));
    }

    private static ResponseDefinitionBuilder error(int status, String type, @Nullable String code) {
        String body = "{\"error\":{\"type\":\"%s\",\"code\":%s,\"message\":\"About %s\"}}"
                .formatted(type, code == null ? "null" : "\"" + code + "\"", SECRET);
        return aResponse().withStatus(status).withHeader("Request-Id", "req_1").withBody(body);
    }

    private Mono<Refund> refund() {
        RefundCreateParams params =
                RefundCreateParams.builder().setPaymentIntent("pi_1").build();
        return calls.write(KEY, (client, options) -> client.v1().refunds().create(params, options));
    }

    private Mono<Subscription> look() {
        return calls.read((client, options) -> client.v1().subscriptions().retrieve("sub_1", options));
    }

    private List<LoggedRequest> asked() {
        return server.findAll(anyRequestedFor(anyUrl()));
    }

    private static ProviderException failure(Mono<?> call) {
        return Objects.requireNonNull(catchThrowableOfType(ProviderException.class, () -> call.block(BOUND)));
    }
}
