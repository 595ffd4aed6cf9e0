package io.latchkey.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.util.FileSystemUtils;

/** The demo's PostgreSQL: as durable as a real one, because a demo of promises should keep them. */
final class DemoDatabase implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EmbeddedPostgres postgres;

    private DemoDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /** Starts it on the folder's data, after stopping what a killed demo left running there. */
    static DemoDatabase start(DemoFolder folder) {
        Path data = folder.resolve("postgres");
        Path complete = folder.resolve("postgres-is-complete");
        try {
            LeftBehind.stopAt(data);
            if (!Files.exists(complete)) {
                // Either nothing, or a first start that was stopped half-way.
                FileSystemUtils.deleteRecursively(data);
            }
            DemoDatabase database = new DemoDatabase(start(data));
            if (!Files.exists(complete)) {
                Files.createFile(complete);
            }
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedPostgres start(Path data) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                // It stops after the service, not beside it.
                .setRegisterShutdownHook(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setPGStartupWait(PATIENCE)
                .start();
    }

    /** As {@code LATCHKEY_DATABASE_URL} takes it. */
    String url() {
        return "postgresql://postgres:postgres@localhost:%d/postgres".formatted(postgres.getPort());
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
