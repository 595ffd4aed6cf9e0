package io.latchkey.shared.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must be asked of the database so that an answer given is kept (rule 5), whatever its default
 * is: one that answers a commit before it is written loses the last of them when it is killed.
 */
record Durability(boolean fsync, String synchronousCommit) {

    private static final Logger LOG = LoggerFactory.getLogger(Durability.class);

    /** How the database is set for this user. */
    static Durability of(DatabaseUrl url) {
        try (Connection connection = DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
                Statement statement = connection.createStatement();
                ResultSet set = statement.executeQuery(
                        "SELECT current_setting('fsync') = 'on', current_setting('synchronous_commit')")) {
            set.next();
            return new Durability(set.getBoolean(1), set.getString(2));
        } catch (SQLException e) {
            throw new IllegalStateException("the database was migrated a moment ago", e);
        }
    }

    /** Says what no connection can change. */
    Durability told() {
        if (!fsync) {
            LOG.warn("This database runs with fsync off: what was answered is lost when its machine fails.");
        }
        return this;
    }

    /** What each connection asks for; a stricter default than ours stays. */
    Map<String, String> options() {
        return "off".equals(synchronousCommit) ? Map.of("synchronous_commit", "on") : Map.of();
    }
}
