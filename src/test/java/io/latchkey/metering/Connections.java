package io.latchkey.metering;

import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Many connections to the shared database, for racing more transactions than any pool would let
 * through at once.
 */
final class Connections implements AutoCloseable {

    private final List<Connection> connections;

    private Connections(List<Connection> connections) {
        this.connections = connections;
    }

    /** What one connection does in a race. */
    interface Runner<T> {
        T run(Connection connection, int number) throws SQLException;
    }

    static Connections open(int count) {
        String url = TestService.shared().databaseUrl();
        return new Connections(race(count, _ -> TestDatabase.connect(url)));
    }

    int count() {
        return connections.size();
    }

    /** Lets each connection do it, all from the same moment on. */
    <T> List<T> race(Runner<T> runner) {
        return race(count(), number -> runner.run(connections.get(number), number));
    }

    /** The process of PostgreSQL that serves it. */
    static int backend(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT pg_backend_pid()")) {
            result.next();
            return result.getInt(1);
        }
    }

    /** Whether anybody waits for a lock that this process holds. */
    static boolean somebodyWaitsFor(int backend) {
        return Ledger.number("""
            SELECT count(*) FROM pg_stat_activity
            WHERE ? = ANY (pg_blocking_pids(pid))
            """, backend) > 0;
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }

    private interface Step<T> {
        T take(int number) throws SQLException;
    }

    private static <T> List<T> race(int count, Step<T> step) {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> racing = IntStream.range(0, count)
                    .mapToObj(number -> threads.submit(after(start, step, number)))
                    .toList();
            start.countDown();
            return racing.stream().map(Connections::joined).toList();
        }
    }

    private static <T> Callable<T> after(CountDownLatch start, Step<T> step, int number) {
        return () -> {
            start.await();
            return step.take(number);
        };
    }

    private static <T> T joined(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
