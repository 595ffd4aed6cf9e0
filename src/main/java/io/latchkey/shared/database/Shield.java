package io.latchkey.shared.database;

import io.r2dbc.spi.R2dbcException;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Runs units of several statements as one transaction that a cancelled request cannot tear open.
 *
 * <p>A client that hangs up cancels the reactive chain; a cancelled Spring transaction can leave
 * its BEGIN on the pooled connection, where the next, unrelated write is answered and then lost
 * (spring-framework #36344). Behind the shield the unit finishes although nobody waits for it. It
 * is bounded by the connection's statement_timeout and lock_timeout.
 *
 * <p>A transaction that PostgreSQL ended for the sake of another is repeated from its beginning, so
 * a unit may be subscribed to more than once: all it does, it does in the database.
 */
@Component
public class Shield {

    private static final Logger LOG = LoggerFactory.getLogger(Shield.class);

    /** PostgreSQL: serialization_failure, deadlock_detected. */
    private static final Set<String> REPEATABLE = Set.of("40001", "40P01");

    /** With jitter, so that those who met do not meet again. */
    private static final Retry AGAIN = Retry.backoff(5, Duration.ofMillis(20))
            .maxBackoff(Duration.ofMillis(500))
            .jitter(0.75)
            .filter(Shield::isRepeatable)
            .doBeforeRetry(signal -> LOG.debug(
                    "transaction repeated, try {}: {}",
                    signal.totalRetries() + 2,
                    signal.failure().toString()))
            .onRetryExhaustedThrow((_, signal) -> signal.failure());

    /** In the context of whatever runs inside of a transaction of this class. */
    private static final Object INSIDE = new Object();

    private final TransactionalOperator transaction;

    Shield(R2dbcTransactionManager transactions) {
        this.transaction = TransactionalOperator.create(transactions);
    }

    /** The unit in one transaction; joins the one that is under way, if any. */
    public <T> Mono<T> transaction(Mono<T> unit) {
        Mono<T> once = transaction.transactional(unit);
        return finish(Mono.deferContextual(context ->
                // Only the outermost can be repeated: PostgreSQL has ended all of it.
                context.hasKey(INSIDE) ? once : repeated(once).contextWrite(inner -> inner.put(INSIDE, true))));
    }

    /**
     * A unit that is not one transaction but must not stop half way either: each step is safe to
     * repeat.
     */
    public <T> Mono<T> finish(Mono<T> unit) {
        return Mono.deferContextual(context -> Mono.fromFuture(
                () -> unit.contextWrite(inner -> inner.putAll(context)).toFuture(), true));
    }

    /** A single statement, which PostgreSQL may end as well for the sake of another. */
    public static <T> Mono<T> repeated(Mono<T> statement) {
        return statement.retryWhen(AGAIN);
    }

    private static boolean isRepeatable(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof R2dbcException database
                    && REPEATABLE.contains(String.valueOf(database.getSqlState()))) {
                return true;
            }
        }
        return false;
    }
}
