package io.latchkey.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.Wait;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An answer given is kept when the database is killed (rule 5), though it is one that by its own
 * default answers a commit before it is written.
 */
class DatabaseKilledTests {

    private static final int BROWSERS = 8;
    private static final int ARTICLES = 4_000;
    private static final int ANSWERS_BEFORE_THE_KILL = 150;

    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();

    @Test
    void keepsEveryAnswerWhenEveryProcessOfTheDatabaseIsKilled(@TempDir Path data) throws IOException, SQLException {
        EmbeddedPostgres killed = postgres(data).start();
        String url = "postgresql://postgres:postgres@127.0.0.1:%d/postgres".formatted(killed.getPort());
        try (TestService service = TestService.on(url)) {
            TestSite site = service.site("kept").articles("post-", ARTICLES, "premium");
            site.grant("reader", ARTICLES);
            TestReader reader = site.reader("reader");
            List<ProcessHandle> processes = DatabaseProcesses.of(url);

            unlockWhile(reader, () -> processes.forEach(ProcessHandle::destroyForcibly));
            processes.forEach(process -> process.onExit().join());
            // Only lets go of its data: there is nothing left to stop.
            killed.close();

            try (EmbeddedPostgres again =
                    postgres(data).setPort(killed.getPort()).start()) {
                assertThat(again.getPort()).isEqualTo(killed.getPort());
                assertThat(unlocked(url)).containsAll(answered);
                Wait.until("it unlocks again", () -> reader.unlock("post-0").status(), status -> status < 300);
                assertThat(reader.unlockLeft())
                        .isEqualTo(ARTICLES - unlocked(url).size());
            }
        }
    }

    private static EmbeddedPostgres.Builder postgres(Path data) {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("synchronous_commit", "off");
    }

    /** Until the first call that is not answered, each article once. */
    private void unlockWhile(TestReader reader, Runnable kill) {
        CountDownLatch underLoad = new CountDownLatch(ANSWERS_BEFORE_THE_KILL);
        try (ExecutorService browsers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < BROWSERS; i++) {
                browsers.execute(() -> {
                    String article = "post-" + next.getAndIncrement();
                    while (reader.unlock(article).status() == 201) {
                        answered.add(article);
                        underLoad.countDown();
                        article = "post-" + next.getAndIncrement();
                    }
                });
            }
            assertThat(underLoad.await(1, TimeUnit.MINUTES)).isTrue();
            kill.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> unlocked(String url) throws SQLException {
        Set<String> found = new HashSet<>();
        try (Connection connection = TestDatabase.connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT article_id FROM unlock")) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }
}
