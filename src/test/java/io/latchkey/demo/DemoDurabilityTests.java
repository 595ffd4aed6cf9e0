package io.latchkey.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader did in the demo outlives its process, however that ends (rule 5). */
class DemoDurabilityTests {

    @TempDir
    Path data;

    /** Whatever a failed test left running, of what it started. */
    @AfterEach
    void stopPostgres() throws Exception {
        LeftBehind.stopAt(data.resolve("postgres"));
    }

    /** Starts the demo twice, as a process of its own. */
    @Tag("torture")
    @Test
    void anUnlockOutlivesAHardKillWhichLeavesThePostmasterRunning() throws Exception {
        int port = DemoBrowserTests.freePort();
        String token;
        ProcessHandle orphan;
        DemoProcess killed = DemoProcess.start(data, port);
        try {
            token = sessionOf(killed);
            Answer unlocked = killed.api().post("/v1/me/unlocks", token, "{\"article\":\"eel-count\"}");
            assertThat(unlocked.status()).as(unlocked.text()).isEqualTo(201);
            orphan = LeftBehind.find(data.resolve("postgres")).orElseThrow();
        } finally {
            killed.kill();
        }
        assertThat(orphan.isAlive()).isTrue();

        try (DemoProcess again = DemoProcess.start(data, port)) {
            assertThat(orphan.isAlive()).isFalse();
            Api api = again.api();
            assertThat(api.get("/v1/me", token).body().path("unlockLeft").asInt())
                    .isEqualTo(2);
            assertThat(api.get("/v1/me/access/eel-count", token).text("reason")).isEqualTo("unlocked");
            isDurable();
        }
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void aNumberThatIsSomebodyElsesByNowIsLeftAlone() throws Exception {
        Path postgres = Files.createDirectory(data.resolve("postgres"));
        ProcessHandle us = ProcessHandle.current();
        Files.writeString(
                postgres.resolve("postmaster.pid"),
                us.pid()
                        + "\n"
                        + postgres
                        + "\n"
                        + us.info().startInstant().orElseThrow().getEpochSecond()
                        + "\n");

        assertThat(LeftBehind.find(postgres)).isEmpty();
    }

    /** Somebody signs in at the paper; answers with what is in the cookie. */
    private static String sessionOf(DemoProcess demo) {
        Api api = demo.api();
        Answer begun = api.send(api.request("/demo/sign-in", null)
                .header("Origin", demo.origin())
                .POST(BodyPublishers.noBody())
                .build());
        assertThat(begun.status()).isEqualTo(303);
        return begun.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("__Host-latchkey-"))
                .map(cookie -> cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';')))
                .findFirst()
                .orElseThrow();
    }

    /** The embedded server switches fsync off by itself, unless it is told otherwise. */
    private void isDurable() throws Exception {
        String port = Files.readAllLines(data.resolve("postgres/postmaster.pid"))
                .get(3)
                .strip();
        String url = "postgresql://postgres:postgres@localhost:" + port + "/postgres";
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            try (Connection connection = TestDatabase.connect(url);
                    Statement statement = connection.createStatement();
                    ResultSet shown = statement.executeQuery("SHOW " + setting)) {
                assertThat(shown.next()).isTrue();
                assertThat(shown.getString(1)).as(setting).isEqualTo("on");
            }
        }
    }
}
