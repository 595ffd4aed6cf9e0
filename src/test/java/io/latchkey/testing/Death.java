package io.latchkey.testing;

import io.r2dbc.spi.R2dbcNonTransientResourceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The death of a service after so many of its steps: a statement that the database has done, or an
 * answer that somebody else has given. As after a kill, nothing that would follow happens: the
 * database itself cuts all its connections, what was not committed is rolled back, and no call of
 * its gets out any more.
 */
public final class Death {

    private static final int NEVER = Integer.MAX_VALUE;
    private static final int MOST_WAIT_MILLIS = 10_000;

    private final AtomicInteger left = new AtomicInteger(NEVER);
    private final Set<Integer> connections = ConcurrentHashMap.newKeySet();
    private final String databaseUrl;

    /** Of a service on this database. */
    public Death(String databaseUrl) {
        this.databaseUrl = databaseUrl;
    }

    /** It dies when it has done this many steps more. */
    public synchronized void comesAfter(int steps) {
        left.set(steps);
    }

    /** Whether it is dead. */
    public boolean hasCome() {
        return left.get() == 0;
    }

    /**
     * It lives for ever, though its connections are gone: all of them, and none of the new ones.
     */
    public synchronized void isOver() {
        left.set(NEVER);
    }

    /** A step is done, perhaps the last. */
    public synchronized void step() {
        int before = left.getAndUpdate(steps -> steps == NEVER || steps == 0 ? steps : steps - 1);
        if (before == 1) {
            cut();
        }
    }

    /** As {@link #step} in a chain, which ends with the service. */
    Mono<Void> stepped() {
        return left.get() == NEVER
                ? Mono.empty()
                : Mono.fromRunnable(this::step)
                        .subscribeOn(Schedulers.boundedElastic())
                        .then(Mono.defer(this::alive));
    }

    /** Fails once it is dead. */
    Mono<Void> alive() {
        return hasCome() ? Mono.error(new R2dbcNonTransientResourceException("the service is dead")) : Mono.empty();
    }

    /** One of its connections, as the database names it. */
    void connected(int process) {
        connections.add(process);
    }

    private void cut() {
        try (Connection database = TestDatabase.connect(databaseUrl);
                PreparedStatement kill = database.prepareStatement("SELECT pg_terminate_backend(?, ?)")) {
            for (Integer process : connections) {
                kill.setInt(1, process);
                kill.setLong(2, MOST_WAIT_MILLIS);
                kill.execute();
            }
            connections.clear();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
