package io.latchkey.payment.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.PermissionException;
import com.stripe.exception.StripeException;
import com.stripe.net.RequestOptions;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderException.Reason;
import jakarta.annotation.PreDestroy;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Calls Stripe on threads of its own, because its library blocks. Each call has a time-out, is
 * repeated a few times when Stripe was not reached, with the same idempotency key, and is not even
 * tried while Stripe has been failing.
 */
@Component
@WhenStripe
@EnableConfigurationProperties(StripeSettings.class)
class StripeCalls {

    private static final Logger LOG = LoggerFactory.getLogger(StripeCalls.class);

    private static final int CONNECT_MILLIS = 2_000;
    private static final Duration READ = Duration.ofSeconds(5);
    private static final Duration TIME_LIMIT = Duration.ofSeconds(18);
    private static final int THREADS = 16;
    private static final int MOST_WAITING = 256;
    private static final int REPETITIONS = 2;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final String MISSING = "resource_missing";
    private static final int CONFLICT = 409;

    private final StripeClient client;
    private final Scheduler threads;
    private final CircuitBreaker breaker;

    @Autowired
    StripeCalls(StripeSettings settings) {
        this(settings, READ);
    }

    StripeCalls(StripeSettings settings, Duration read) {
        StripeClient.StripeClientBuilder builder = StripeClient.builder()
                .setApiKey(settings.requiredSecretKey())
                .setConnectTimeout(CONNECT_MILLIS)
                .setReadTimeout(Math.toIntExact(read.toMillis()))
                .setMaxNetworkRetries(0);
        URI base = settings.apiBase();
        this.client = (base == null ? builder : builder.setApiBase(base.toString())).build();
        this.threads = Schedulers.newBoundedElastic(THREADS, MOST_WAITING, "stripe");
        this.breaker = CircuitBreaker.of(
                "stripe",
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(20)
                        .minimumNumberOfCalls(10)
                        .failureRateThreshold(50)
                        .waitDurationInOpenState(Duration.ofSeconds(15))
                        .permittedNumberOfCallsInHalfOpenState(3)
                        .recordException(StripeCalls::unavailable)
                        .build());
    }

    /** A call of Stripe's library. */
    @FunctionalInterface
    interface Call<T> {
        T on(StripeClient client, RequestOptions options) throws StripeException;
    }

    /** Reads; empty when Stripe knows nothing of that name. */
    <T> Mono<T> read(Call<T> call) {
        return attempts(() -> {
            try {
                return call.on(client, RequestOptions.getDefault());
            } catch (InvalidRequestException refused) {
                if (MISSING.equals(refused.getCode())) {
                    return null;
                }
                throw refused;
            }
        });
    }

    /**
     * Changes something.
     *
     * @param key the same for each repetition, so that Stripe does it once
     */
    <T> Mono<T> write(String key, Call<T> call) {
        RequestOptions options = RequestOptions.builder().setIdempotencyKey(key).build();
        return Mono.defer(() -> {
            AtomicBoolean reached = new AtomicBoolean();
            return attempts(() -> noting(reached, () -> call.on(client, options)))
                    .onErrorMap(
                            ProviderException.class,
                            error -> reached.get() && unavailable(error) ? unanswered(error) : error);
        });
    }

    /**
     * Notes whether any of the attempts may have been heeded, whatever came of the others. That a
     * connection is refused proves nothing: Java's client sends a POST once more by itself when the
     * first was cut off, and tells of the second alone.
     */
    private static <T> T noting(AtomicBoolean reached, Callable<T> attempt) throws Exception {
        boolean before = reached.getAndSet(true);
        try {
            return attempt.call();
        } catch (AuthenticationException e) {
            reached.set(before);
            throw e;
        }
    }

    private static ProviderException unanswered(ProviderException error) {
        return new ProviderException(Reason.UNANSWERED, String.valueOf(error.getMessage()));
    }

    private <T> Mono<T> attempts(Callable<@Nullable T> call) {
        return Mono.fromCallable(call)
                .subscribeOn(threads)
                .onErrorMap(StripeException.class, StripeCalls::translated)
                .onErrorMap(StripeCalls::unreadable, _ -> away("an answer that cannot be read"))
                .transformDeferred(CircuitBreakerOperator.of(breaker))
                .retryWhen(Retry.backoff(REPETITIONS, FIRST_PAUSE)
                        .jitter(0.5)
                        .filter(StripeCalls::unavailable)
                        .onRetryExhaustedThrow((_, signal) -> signal.failure()))
                .timeout(TIME_LIMIT)
                .onErrorMap(
                        error -> error instanceof TimeoutException
                                || error instanceof CallNotPermittedException
                                || error instanceof RejectedExecutionException,
                        _ -> away("not reached"));
    }

    /** Its library stumbles over some answers that are not Stripe's, a proxy's page for one. */
    private static boolean unreadable(Throwable error) {
        return error instanceof RuntimeException
                && !(error instanceof ProviderException)
                && !(error instanceof RejectedExecutionException);
    }

    private static ProviderException away(String how) {
        return new ProviderException(Reason.UNAVAILABLE, "Stripe: " + how);
    }

    private static boolean unavailable(Throwable error) {
        return error instanceof ProviderException provider && provider.reason() == Reason.UNAVAILABLE;
    }

    /** Stripe's message may repeat what it was sent: its code and request id go on, no cause. */
    private static ProviderException translated(StripeException error) {
        String what = "Stripe: " + error.getCode() + ", request " + error.getRequestId();
        if (error instanceof AuthenticationException || error instanceof PermissionException) {
            LOG.error("Stripe refuses this service's key: {}", what);
            return new ProviderException(Reason.UNAVAILABLE, what);
        }
        if (error instanceof CardException) {
            return new ProviderException(Reason.DECLINED, what);
        }
        // Anything else, an answer that cannot be read above all, leaves open what Stripe did:
        // the same key asks again.
        return new ProviderException(refused(error) ? Reason.REFUSED : Reason.UNAVAILABLE, what);
    }

    /** A conflict is with another call of the same key: a little later it is answered. */
    private static boolean refused(StripeException error) {
        return (error instanceof InvalidRequestException || error instanceof IdempotencyException)
                && error.getStatusCode() != CONFLICT;
    }

    @PreDestroy
    void stop() {
        threads.dispose();
    }
}
