package io.latchkey.story;

import io.latchkey.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/** What of a database on this machine can be stopped or killed. */
final class DatabaseProcesses {

    private DatabaseProcesses() {}

    /** The postmaster and all that it started. */
    static List<ProcessHandle> of(String url) throws SQLException {
        try (Connection connection = TestDatabase.connect(url);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT pg_backend_pid()")) {
            found.next();
            ProcessHandle postmaster = ProcessHandle.of(found.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow();
            return Stream.concat(Stream.of(postmaster), postmaster.descendants())
                    .toList();
        }
    }
}
