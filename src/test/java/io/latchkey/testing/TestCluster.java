package io.latchkey.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the tests' server is the coordinator of a Citus cluster, each database of a test is one of all
 * of its nodes, and its schema is spread over them as {@code src/main/docs/citus.md} says.
 */
public final class TestCluster {

    private static final Path SCRIPT = Path.of("src/main/resources/db/citus/distribute.sql");

    private static volatile boolean found;

    private TestCluster() {}

    private record Node(String host, int port, boolean coordinator) {

        String url(String database) {
            URI there = URI.create(database);
            return "postgresql://%s@%s:%d%s".formatted(there.getRawUserInfo(), host, port, there.getRawPath());
        }
    }

    /** Makes a new database of the server one of all nodes; does nothing where there is no cluster. */
    static void join(String server, String database) throws SQLException {
        try (Connection coordinator = TestDatabase.connect(server)) {
            if (!isCitus(coordinator)) {
                return;
            }
            found = true;
            List<Node> nodes = nodes(coordinator);
            String name = URI.create(database).getPath().substring(1);
            execute(coordinator, "SELECT run_command_on_workers('CREATE DATABASE " + name + "')");
            execute(database, "CREATE EXTENSION citus");
            for (Node node : nodes) {
                if (!node.coordinator()) {
                    execute(node.url(database), "CREATE EXTENSION citus");
                }
                String added = node.coordinator() ? "citus_set_coordinator_host" : "citus_add_node";
                execute(database, "SELECT %s('%s', %d)".formatted(added, node.host(), node.port()));
            }
        }
    }

    /** Spreads the schema of a database that is one of a cluster, once. */
    static void spread(String database) throws SQLException {
        if (!found) {
            return;
        }
        try (Connection connection = TestDatabase.connect(database)) {
            if (isCitus(connection) && is(connection, "SELECT count(*) = 0 FROM pg_dist_partition")) {
                spread(connection);
            }
        }
    }

    /** Spreads the schema. */
    public static void spread(Connection connection) throws SQLException {
        try {
            execute(connection, Files.readString(SCRIPT));
        } catch (IOException e) {
            throw new IllegalStateException(SCRIPT + " cannot be read", e);
        }
    }

    private static boolean isCitus(Connection connection) throws SQLException {
        return is(connection, "SELECT count(*) = 1 FROM pg_extension WHERE extname = 'citus'");
    }

    private static List<Node> nodes(Connection coordinator) throws SQLException {
        List<Node> nodes = new ArrayList<>();
        try (Statement statement = coordinator.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT nodename, nodeport, groupid = 0 FROM pg_dist_node ORDER BY 3 DESC")) {
            while (result.next()) {
                nodes.add(new Node(result.getString(1), result.getInt(2), result.getBoolean(3)));
            }
        }
        return nodes;
    }

    private static boolean is(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(question)) {
            return result.next() && result.getBoolean(1);
        }
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = TestDatabase.connect(url)) {
            execute(connection, sql);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
