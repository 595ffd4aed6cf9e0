package io.latchkey.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.latchkey.shared.problem.RequestProblem;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Keeps each address within its limits: a bucket for each limit and address, in this replica's
 * memory, so that counting costs nothing. With n replicas up to n times as much passes.
 */
@Component
@EnableConfigurationProperties(LimitSettings.class)
public class Limits {

    private static final Logger LOG = LoggerFactory.getLogger(Limits.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);

    /** A bucket is full again by then, so that forgetting it lets nobody have more. */
    private static final Duration KEPT = PERIOD.multipliedBy(2);

    /** Some 20 MB, however many addresses there are. */
    private static final int MOST_BUCKETS = 50_000;

    private final ClientAddress clients;
    private final LimitSettings settings;
    private final TimeMeter time;
    private final Cache<Counted, Bucket> buckets;
    private final LongAdder unbelieved = new LongAdder();
    private final Map<Limit, Tally> refused = new EnumMap<>(Limit.class);

    Limits(ClientAddress clients, LimitSettings settings, MeterRegistry meters, TimeMeter time) {
        this.clients = clients;
        this.settings = settings;
        this.time = time;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_BUCKETS)
                .expireAfterAccess(KEPT)
                .ticker(time::currentTimeNanos)
                .build();
        for (Limit limit : Limit.values()) {
            refused.put(
                    limit,
                    new Tally(
                            meters.counter("latchkey.limited", "limit", limit.word()),
                            "limit " + limit.word() + ": refused those beyond"));
        }
    }

    /** Counts once more for the request's address; refuses with {@code too-many-requests}. */
    public Mono<Void> count(Limit limit, ServerHttpRequest request) {
        return Mono.fromRunnable(() -> {
            ConsumptionProbe probe = buckets.get(new Counted(limit, clients.of(request)), this::full)
                    .tryConsumeAndReturnRemaining(1);
            if (!probe.isConsumed()) {
                Objects.requireNonNull(refused.get(limit)).add();
                if (clients.isForwardedUnbelieved(request)) {
                    unbelieved.increment();
                }
                throw RequestProblem.TOO_MANY_REQUESTS
                        .problem()
                        .retryAfter(Duration.ofNanos(probe.getNanosToWaitForRefill()));
            }
        });
    }

    /** Says in one line for each limit how many were refused since the last. */
    @Scheduled(fixedDelay = 60_000, initialDelay = 60_000)
    void report() {
        refused.values().forEach(Tally::report);
        long count = unbelieved.sumThenReset();
        if (count > 0) {
            LOG.warn(
                    "{} of those were forwarded by proxies that LATCHKEY_TRUSTED_PROXIES does not"
                            + " name: all their readers count as one address",
                    count);
        }
    }

    private Bucket full(Counted counted) {
        int most = settings.of(counted.limit());
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(most).refillGreedy(most, PERIOD))
                .withCustomTimePrecision(time)
                .build();
    }

    private record Counted(Limit limit, String address) {}
}
