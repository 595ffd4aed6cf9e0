package io.latchkey.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.RawHttp;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.Wait;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** SIGTERM, as orchestrators send it: what was begun is finished, then the process ends. */
class GracefulEndIT {

    private static final int SIGTERM_EXIT = 143;

    @Test
    void answersWhatItHadBegunAndEnds() throws SQLException {
        String database = TestDatabase.fresh();
        Map<String, String> environment = new HashMap<>(JarProcess.operated(database));
        environment.put("LATCHKEY_PROBES_PORT", "0");
        // What is to be seen meanwhile takes its time on a busy machine.
        environment.put("LATCHKEY_DATABASE_LOCKTIMEOUT", "9s");
        try (JarProcess jar = JarProcess.start(environment);
                Connection lock = TestDatabase.connect(database)) {
            Api api = jar.ready();
            TestSite site = TestSite.create(api, "gazette").article("essay", "premium");
            site.grant("ada", 1);
            TestReader ada = site.reader("ada");
            lock.setAutoCommit(false);
            execute(lock, "SELECT grant_id FROM unlock_grant FOR UPDATE");

            CompletableFuture<Answer> underWay = ada.unlockAsync(api, "essay");
            Wait.until("someone waits for the lock", () -> someoneWaitsForALock(database));
            jar.terminate();
            Wait.until("its end begins", jar::log, log -> log.contains("Commencing graceful"));
            assertThat(underWay).isNotDone();
            // Nobody sends it any more, and nobody kills it for that.
            assertThat(probe(jar, "readiness")).isEqualTo(503);
            assertThat(probe(jar, "liveness")).isEqualTo(200);
            lock.rollback();

            assertThat(underWay.join().status()).isEqualTo(201);
            assertThat(jar.exitCode()).isIn(0, SIGTERM_EXIT);
            assertThat(jar.log()).contains("Graceful shutdown complete").doesNotContain(" ERROR ");
        }
    }

    @Test
    void endsWhenNothingIsUnderWay() {
        try (JarProcess jar = JarProcess.start(JarProcess.minimum(TestDatabase.fresh()))) {
            jar.ready();
            jar.terminate();
            Wait.until("its end", () -> !jar.isAlive());
            assertThat(jar.exitCode()).isIn(0, SIGTERM_EXIT);
        }
    }

    private static int probe(JarProcess jar, String question) {
        return RawHttp.send(jar.probes(), "GET /actuator/health/" + question).status();
    }

    private static boolean someoneWaitsForALock(String database) throws SQLException {
        try (Connection connection = TestDatabase.connect(database);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("""
                    SELECT 1 FROM pg_stat_activity
                    WHERE datname = current_database() AND wait_event_type = 'Lock'
                    """)) {
            return found.next();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
