package io.latchkey.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.jar.UnlockLoad.Opened;
import io.latchkey.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the database holds, against what readers were told. */
final class UnlockAudit {

    private final String database;

    UnlockAudit(String database) {
        this.database = database;
    }

    /** Nothing that was answered is lost, nothing was spent twice, and every grant adds up. */
    void agreesWith(Map<Opened, Integer> spent) throws SQLException {
        assertThat(spent.values()).as("spent answers to each").containsOnly(1);
        assertThat(unlocks()).containsAll(spent.keySet());
        everyGrantCountsItsUnlocks();
    }

    Set<Opened> unlocks() throws SQLException {
        Set<Opened> found = new HashSet<>();
        try (Connection connection = TestDatabase.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                    SELECT r.ref, u.article_id
                    FROM unlock u JOIN reader r USING (site_id, reader_id)
                    """)) {
            while (rows.next()) {
                found.add(new Opened(rows.getString(1), rows.getString(2)));
            }
        }
        return found;
    }

    private void everyGrantCountsItsUnlocks() throws SQLException {
        try (Connection connection = TestDatabase.connect(database);
                Statement statement = connection.createStatement();
                ResultSet wrong = statement.executeQuery("""
                    SELECT count(*) FROM unlock_grant g
                    WHERE used <> (SELECT count(*) FROM unlock u
                        WHERE (u.site_id, u.reader_id, u.grant_id)
                            = (g.site_id, g.reader_id, g.grant_id))
                    """)) {
            wrong.next();
            assertThat(wrong.getInt(1)).as("grants that miscount").isZero();
        }
    }
}
