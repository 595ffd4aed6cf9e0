package io.latchkey.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything that the database held at one moment, read behind the service's back: two of them are
 * equal when nothing was written in between.
 *
 * @param tables each table's rows, in the order of their text
 */
public record Snapshot(Map<String, List<String>> tables) {

    private static final String ALL = "SELECT table_name FROM information_schema.tables"
            + " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'";
    private static final String WITH_SITES = "SELECT DISTINCT table_name FROM information_schema.columns"
            + " WHERE table_schema = 'public' AND column_name = 'site_id'";

    /** All tables. */
    public static Snapshot of(TestService service) {
        return read(service, ALL, "");
    }

    /** The rows of one site in all tables that have sites. */
    public static Snapshot ofSite(TestService service, String site) {
        return read(service, WITH_SITES, " WHERE t.site_id = '" + site + "'");
    }

    /** The rows in which any of these texts stands, in capitals or small letters. */
    public List<String> holding(String... marks) {
        return tables.entrySet().stream()
                .flatMap(table -> table.getValue().stream().map(row -> table.getKey() + " " + row))
                .filter(row -> Stream.of(marks)
                        .anyMatch(mark -> row.toLowerCase(Locale.ROOT).contains(mark.toLowerCase(Locale.ROOT))))
                .toList();
    }

    private static Snapshot read(TestService service, String wanted, String where) {
        // What follows from earlier answers must not count for a later call.
        service.settle();
        try (Connection connection = TestDatabase.connect(service.databaseUrl())) {
            Map<String, List<String>> tables = new TreeMap<>();
            for (String table : rows(connection, wanted)) {
                tables.put(
                        table, rows(connection, "SELECT CAST(t AS text) FROM " + table + " t" + where + " ORDER BY 1"));
            }
            return new Snapshot(tables);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet found = statement.executeQuery()) {
            List<String> rows = new ArrayList<>();
            while (found.next()) {
                rows.add(found.getString(1));
            }
            return rows;
        }
    }
}
