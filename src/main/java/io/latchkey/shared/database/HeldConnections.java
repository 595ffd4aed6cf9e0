package io.latchkey.shared.database;

import io.latchkey.shared.time.Deadline;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.spi.Connection;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The database's connections that are in use. One whose answer was given up may still wait for the
 * database, which is stopped, cut off or merely busy: it is closed, and never given to the next.
 */
@Component
class HeldConnections {

    private static final Logger LOG = LoggerFactory.getLogger(HeldConnections.class);

    /** Of work that nobody waits for: all of it is done in small units. */
    private static final Duration LONGEST_UNIT = Duration.ofMinutes(2);

    /** What goes on behind the shield may be about to commit. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long LOOK_MILLIS = 250;

    private final Map<Connection, Deadline> held = new ConcurrentHashMap<>();
    private final Counter givenUp;
    private final Disposable looks;

    HeldConnections(MeterRegistry meters) {
        this.givenUp = meters.counter("latchkey.database.connections.given.up");
        this.looks =
                Schedulers.parallel().schedulePeriodically(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Somebody has it now. */
    Mono<Void> taken(Connection connection) {
        return Mono.deferContextual(context -> {
            Deadline deadline = Deadline.of(context);
            held.put(connection, deadline == null ? Deadline.in(LONGEST_UNIT) : deadline);
            return Mono.empty();
        });
    }

    /** Nobody has it any more; an error when nobody else may. */
    Mono<Void> returned(Connection connection) {
        return Mono.defer(() -> {
            Deadline deadline = held.remove(connection);
            if (deadline != null && deadline.nanosLeft() > 0) {
                return Mono.empty();
            }
            givenUp.increment();
            return Mono.error(new IllegalStateException("given up"));
        });
    }

    private void look() {
        held.forEach((connection, deadline) -> {
            if (deadline.nanosLeft() < -GRACE_NANOS && held.remove(connection, deadline)) {
                LOG.warn("a database connection is given up: no answer on it in time");
                // Whatever waits for it is told so, and brings it back.
                var _ = Mono.from(connection.close())
                        .doOnError(HeldConnections::notClosed)
                        .toFuture();
            }
        });
    }

    private static void notClosed(Throwable error) {
        LOG.debug("a connection that was given up was not closed", error);
    }

    @PreDestroy
    void stop() {
        looks.dispose();
    }
}
