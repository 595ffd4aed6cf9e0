package io.latchkey.shared;

import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

/**
 * Runs units of several statements as one transaction that a cancelled request cannot tear open.
 *
 * <p>A client that hangs up cancels the reactive chain; a cancelled Spring transaction can leave
 * its BEGIN on the pooled connection, where the next, unrelated write is answered and then lost
 * (spring-framework #36344). Behind the shield the unit finishes although nobody waits for it. It
 * is bounded by the connection's statement_timeout and lock_timeout.
 */
@Component
public class Shield {

    private final TransactionalOperator transaction;

    Shield(R2dbcTransactionManager transactions) {
        this.transaction = TransactionalOperator.create(transactions);
    }

    /** The unit in one transaction; joins the one that is under way, if any. */
    public <T> Mono<T> transaction(Mono<T> unit) {
        return finish(transaction.transactional(unit));
    }

    /**
     * A unit that is not one transaction but must not stop half way either: each step is safe to
     * repeat.
     */
    public <T> Mono<T> finish(Mono<T> unit) {
        return Mono.deferContextual(context ->
                Mono.fromFuture(
                        () -> unit.contextWrite(inner -> inner.putAll(context)).toFuture(), true));
    }
}
