package io.latchkey.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the shared database holds of one site, read behind the service's back. */
final class Ledger {

    private Ledger() {}

    /** Every counter equals the rows that it counts, and none is beyond its limit. */
    static void balances(String site) {
        assertThat(rows("""
            SELECT g.grant_id, g.amount, g.used, count(u.article_id)
            FROM unlock_grant g
            LEFT JOIN unlock u USING (site_id, reader_id, grant_id)
            WHERE g.site_id = ?
            GROUP BY g.grant_id, g.amount, g.used
            HAVING g.used <> count(u.article_id) OR g.used > g.amount
            """, site))
                .as("grants whose count is not their unlocks")
                .isEmpty();
        assertThat(rows("""
            SELECT m.reader_id, m.read_limit, m.used, count(r.article_id)
            FROM meter m
            LEFT JOIN metered_read r ON r.site_id = m.site_id
                AND r.reader_id = m.reader_id
                AND r.period_start = m.period_start AND r.counted
            WHERE m.site_id = ?
            GROUP BY m.reader_id, m.read_limit, m.used
            HAVING m.used <> count(r.article_id) OR m.used > m.read_limit
            """, site)).as("meters whose count is not their reads").isEmpty();
    }

    /** The one number that a query with these parameters answers. */
    static long number(String sql, Object... parameters) {
        return Long.parseLong(rows(sql, parameters).getFirst().getFirst());
    }

    /** What a query answers, as texts. */
    static List<List<String>> rows(String sql, Object... parameters) {
        try (Connection connection = TestDatabase.connect(TestService.shared().databaseUrl());
                PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet result = statement.executeQuery()) {
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Changes rows. */
    static int change(String sql, Object... parameters) {
        try (Connection connection = TestDatabase.connect(TestService.shared().databaseUrl());
                PreparedStatement statement = prepared(connection, sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
