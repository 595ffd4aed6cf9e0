package io.latchkey.reader.identity;

import io.latchkey.shared.database.Shield;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * One transaction at a time changes what a reader has: it locks the reader's own row before any
 * other, so that those which touch the same rows in different orders wait for each other once and
 * at the beginning. The order of all locks stands beside the schema, in {@code db/locks.md}.
 */
@Component
public class ReaderLock {

    /** In the context of whatever runs inside: the reader whose row is locked. */
    private static final Object HELD = new Object();

    private static final String ROW = """
        SELECT 1 AS locked FROM reader
        WHERE site_id = :site AND reader_id = :reader FOR NO KEY UPDATE\
        """;

    private final DatabaseClient database;
    private final Shield shield;

    ReaderLock(DatabaseClient database, Shield shield) {
        this.database = database;
        this.shield = shield;
    }

    /**
     * The unit in one transaction that holds the reader; joins the one that is under way, if any. A
     * reader without a row has nothing that two could want.
     */
    public <T> Mono<T> transaction(ReaderKey reader, Mono<T> unit) {
        return held(reader, unit, lock(reader, "").then(unit));
    }

    /**
     * As {@link #transaction}; empty, and nothing done, when another transaction has the reader.
     */
    public <T> Mono<T> transactionIfFree(ReaderKey reader, Mono<T> unit) {
        Mono<Boolean> free = lock(reader, " SKIP LOCKED").switchIfEmpty(Mono.defer(() -> rowless(reader)));
        return held(reader, unit, free.flatMap(_ -> unit));
    }

    /**
     * Inside another reader's transaction: holds this one besides. Only for an anonymous reader who
     * became that other one, so that nobody takes the two the other way round.
     */
    public <T> Mono<T> also(ReaderKey anonymous, Mono<T> unit) {
        return shield.transaction(lock(anonymous, "").then(unit).contextWrite(inner -> inner.put(HELD, anonymous)));
    }

    private <T> Mono<T> held(ReaderKey reader, Mono<T> unit, Mono<T> locking) {
        return Mono.deferContextual(context -> {
            if (!context.hasKey(HELD)) {
                return shield.transaction(locking.contextWrite(inner -> inner.put(HELD, reader)));
            }
            return reader.equals(context.get(HELD))
                    ? shield.transaction(unit)
                    : Mono.error(new IllegalStateException("a transaction holds one reader"));
        });
    }

    /** True when there is no row to lock; empty when there is one. */
    private Mono<Boolean> rowless(ReaderKey reader) {
        return database.sql("""
            SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM reader
                WHERE site_id = :site AND reader_id = :reader)
            """).bindValues(reader.parameters()).map(_ -> true).one();
    }

    private Mono<Boolean> lock(ReaderKey reader, String otherwise) {
        return database.sql(ROW + otherwise)
                .bindValues(reader.parameters())
                .map(_ -> true)
                .one();
    }
}
