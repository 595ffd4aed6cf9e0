package io.latchkey.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * Decides which PostgreSQL the tests run on, once for each run: the one that the environment names,
 * one in a container where a Docker engine answers, or an embedded one. Prints which.
 */
public final class TestDatabase {

    private static final String VARIABLE = "LATCHKEY_TEST_DATABASE_URL";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private TestDatabase() {}

    /** The URL of a new, empty database, as {@code LATCHKEY_DATABASE_URL} takes it. */
    public static String fresh() {
        String name = "latchkey_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
        String url = Server.URL.replaceFirst("/[^/]*$", "/" + name);
        run(Server.URL, "CREATE DATABASE " + name);
        try {
            TestCluster.join(Server.URL, url);
        } catch (SQLException e) {
            throw new IllegalStateException("the nodes of the cluster do not take " + name, e);
        }
        return url;
    }

    /** A JDBC connection, for looking behind the service's back. */
    public static Connection connect(String url) throws SQLException {
        URI uri = URI.create(url);
        String[] credentials = uri.getUserInfo().split(":", 2);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath(),
                credentials[0],
                credentials.length > 1 ? credentials[1] : "");
    }

    private static void run(String url, String sql) {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Started when first asked for. */
    private static final class Server {

        static final String URL = decide();

        private static String decide() {
            String named = System.getenv(VARIABLE);
            if (named != null && !named.isBlank()) {
                return chosen("the one in " + VARIABLE, named);
            }
            return DockerClientFactory.instance().isDockerAvailable() ? container() : embedded();
        }

        private static String container() {
            PostgreSQLContainer container = new PostgreSQLContainer("postgres:18");
            container.start();
            return chosen(
                    "a container",
                    "postgresql://%s:%s@%s:%d/%s"
                            .formatted(
                                    container.getUsername(),
                                    container.getPassword(),
                                    container.getHost(),
                                    container.getMappedPort(5432),
                                    container.getDatabaseName()));
        }

        private static String embedded() {
            try {
                EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "300")
                        .start();
                return chosen(
                        "embedded",
                        "postgresql://postgres:postgres@localhost:%d/postgres".formatted(postgres.getPort()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String chosen(String what, String url) {
            try (Connection connection = connect(url)) {
                System.out.printf(
                        "Tests run on PostgreSQL %s, %s.%n",
                        connection.getMetaData().getDatabaseProductVersion(), what);
            } catch (SQLException e) {
                throw new IllegalStateException("the test database does not answer", e);
            }
            return url;
        }
    }
}
