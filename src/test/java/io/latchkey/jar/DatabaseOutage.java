package io.latchkey.jar;

import io.latchkey.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A database that nobody can reach until this is closed: every connection cut, no new one let in.
 */
final class DatabaseOutage implements AutoCloseable {

    private final String url;

    private DatabaseOutage(String url) {
        this.url = url;
    }

    static DatabaseOutage of(String url) {
        DatabaseOutage outage = new DatabaseOutage(url);
        outage.allowConnections(false);
        outage.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'".formatted(outage.name()));
        return outage;
    }

    @Override
    public void close() {
        allowConnections(true);
    }

    private void allowConnections(boolean allowed) {
        run("ALTER DATABASE %s ALLOW_CONNECTIONS %s".formatted(name(), allowed));
    }

    private String name() {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    /** Through the database that every server has. */
    private void run(String sql) {
        String beside = url.replaceFirst("/[^/]*$", "/postgres");
        try (Connection connection = TestDatabase.connect(beside);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
