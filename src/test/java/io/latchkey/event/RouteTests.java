package io.latchkey.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.event.EventQueues.LeasedQueue;
import io.latchkey.shared.database.Ids;
import io.latchkey.site.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What bounds the way to a consumer. */
class RouteTests {

    private static final SiteId SITE = new SiteId("routed");
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    private final UUID reader = Ids.next();
    private final LeasedQueue queue = new LeasedQueue(SITE, reader, "mute", 0, 1, null, NOW.plusSeconds(60));
    private final Event event = new Event(Ids.next(), SITE, reader, "thing.done", Map.of(), NOW);

    /** A consumer that never says whether it took anything. */
    private static final class Mute implements EventConsumer {
        @Override
        public String name() {
            return "mute";
        }

        @Override
        public boolean wants(FactType type) {
            return true;
        }

        @Override
        public Mono<Void> receive(Event event) {
            return Mono.never();
        }
    }

    @Test
    void whoNeverAnswersIsWaitedForUntilTheLimit() {
        Route route = Route.to(new Mute());

        StepVerifier.withVirtualTime(() -> route.carry(queue, Mono.just(event), NOW))
                .expectSubscription()
                .expectNoEvent(Route.TIME_LIMIT.minusMillis(1))
                .thenAwait(Duration.ofMillis(1))
                .verifyError(TimeoutException.class);
        assertThat(route.underWay()).isEmpty();
    }

    @Test
    void whoHasAllItsLanesGetsNoMore() {
        Route route = Route.to(new Mute());
        for (int lane = 1; lane < route.lanesEach(); lane++) {
            var _ = route.carry(queue, Mono.just(event), NOW).toFuture();
        }
        assertThat(route.busy()).isEmpty();

        var _ = route.carry(queue, Mono.just(event), NOW).toFuture();

        assertThat(route.busy()).containsExactly("mute");
    }

    @Test
    void noMoreLanesAreReservedThanThereAre() {
        Route route = Route.to(new Mute());

        assertThat(route.reserve()).isEqualTo(route.lanes());
        assertThat(route.reserve()).isZero();
        route.release(3);
        assertThat(route.reserve()).isEqualTo(3);
    }
}
