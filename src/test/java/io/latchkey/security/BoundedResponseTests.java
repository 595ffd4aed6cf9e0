package io.latchkey.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** An answer begins or is late, whoever is first. */
class BoundedResponseTests {

    private static final Duration AT_ONCE = Duration.ofMillis(50);

    private final MockServerHttpResponse sent = new MockServerHttpResponse();
    private final BoundedResponse response = new BoundedResponse(sent);

    @Test
    void whatHasBegunGoesOn() {
        answer(response, HttpStatus.CREATED, "spent").block();

        assertThat(response.expire()).isFalse();
        assertThat(sent.getStatusCode()).isEqualTo(HttpStatus.CREATED);
        assertThat(sent.getBodyAsString().block()).isEqualTo("spent");
    }

    @Test
    void whatIsLateIsNotSentAnyMore() {
        response.getHeaders().set("Vary", "Origin");
        assertThat(response.expire()).isTrue();

        assertThat(response.setStatusCode(HttpStatus.CREATED)).isFalse();
        response.getHeaders().set("ETag", "\"1\"");
        response.addCookie(ResponseCookie.from("a", "b").build());
        StepVerifier.create(response.writeWith(Mono.just(buffer("one"))))
                .expectTimeout(AT_ONCE)
                .verify();
        StepVerifier.create(response.writeWith(Flux.just(buffer("one"), buffer("two"))))
                .expectTimeout(AT_ONCE)
                .verify();
        StepVerifier.create(response.writeAndFlushWith(Flux.just(Flux.just(buffer("one")))))
                .expectTimeout(AT_ONCE)
                .verify();
        StepVerifier.create(response.setComplete()).expectTimeout(AT_ONCE).verify();

        assertThat(sent.isCommitted()).isFalse();
        assertThat(sent.getStatusCode()).isNull();
        assertThat(sent.getHeaders().toSingleValueMap()).containsOnlyKeys("Vary");
        assertThat(sent.getCookies()).isEmpty();
        answer(sent, HttpStatus.SERVICE_UNAVAILABLE, "late").block();
        assertThat(sent.getBodyAsString().block()).isEqualTo("late");
    }

    @Test
    void whatIsSaidWithEveryAnswerIsSaidWithTheRefusal() {
        response.beforeCommit(
                () -> Mono.fromRunnable(() -> response.getHeaders().set("X-Content-Type-Options", "nosniff")));
        assertThat(response.expire()).isTrue();

        answer(sent, HttpStatus.SERVICE_UNAVAILABLE, "late").block();

        assertThat(sent.getHeaders().getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    /** A list that waits for its first row, for example. */
    @Test
    void isLateAsLongAsNothingOfTheBodyIsThere() {
        Sinks.Many<DataBuffer> rows = Sinks.many().unicast().onBackpressureBuffer();
        CompletableFuture<@Nullable Void> written =
                response.writeWith(rows.asFlux()).toFuture();

        assertThat(response.expire()).isTrue();
        rows.tryEmitNext(buffer("row")).orThrow();
        rows.tryEmitComplete().orThrow();
        assertThat(sent.isCommitted()).isFalse();
        assertThat(written).isNotDone();
    }

    @Test
    void aStreamThatHasBegunIsNotLate() {
        Sinks.Many<DataBuffer> rows = Sinks.many().unicast().onBackpressureBuffer();
        CompletableFuture<@Nullable Void> written =
                response.writeWith(rows.asFlux()).toFuture();
        rows.tryEmitNext(buffer("row")).orThrow();

        assertThat(response.expire()).isFalse();
        rows.tryEmitComplete().orThrow();
        written.join();
        assertThat(sent.getBodyAsString().block()).isEqualTo("row");
    }

    @Test
    void aBodyThatFailsHasNotBegun() {
        StepVerifier.create(response.writeWith(Flux.error(new IllegalStateException("gone"))))
                .verifyError(IllegalStateException.class);
        StepVerifier.create(response.writeAndFlushWith(Flux.error(new IllegalStateException("gone"))))
                .verifyError(IllegalStateException.class);

        assertThat(response.expire()).isTrue();
    }

    /** Seen in one of 8,000 answers of an overloaded service: 201 with the body of a refusal. */
    @Test
    void neverMixesTheTwo() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < 5_000; i++) {
                MockServerHttpResponse out = new MockServerHttpResponse();
                BoundedResponse bounded = new BoundedResponse(out);
                CyclicBarrier together = new CyclicBarrier(2);
                CompletableFuture<?> answers = CompletableFuture.runAsync(
                        () -> {
                            meet(together);
                            var _ = answer(bounded, HttpStatus.CREATED, "spent").toFuture();
                        },
                        threads);
                CompletableFuture<?> expires = CompletableFuture.runAsync(
                        () -> {
                            meet(together);
                            if (bounded.expire()) {
                                answer(out, HttpStatus.SERVICE_UNAVAILABLE, "late")
                                        .block();
                            }
                        },
                        threads);
                CompletableFuture.allOf(answers, expires).get(1, TimeUnit.MINUTES);

                assertThat(out.getStatusCode() + " " + out.getBodyAsString().block())
                        .isIn("201 CREATED spent", "503 SERVICE_UNAVAILABLE late");
            }
        }
    }

    private static Mono<Void> answer(ServerHttpResponse response, HttpStatus status, String body) {
        return Mono.defer(() -> {
            response.setStatusCode(status);
            return response.writeWith(Mono.just(buffer(body)));
        });
    }

    private static DataBuffer buffer(String text) {
        return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void meet(CyclicBarrier together) {
        try {
            together.await(1, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
