package io.latchkey.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A postmaster that outlived its demo: nobody tells it when the JVM is killed. The next demo would
 * adopt it with its old settings, or fail beside it.
 */
final class LeftBehind {

    private static final long PATIENCE_SECONDS = 60;
    private static final Duration SAME_START = Duration.ofSeconds(5);

    private LeftBehind() {}

    /** Stops the one on this data, if there is one, and returns when it is gone. */
    static void stopAt(Path data) throws IOException {
        Optional<ProcessHandle> found = find(data);
        if (found.isEmpty()) {
            return;
        }
        ProcessHandle postmaster = found.get();
        interrupt(postmaster);
        try {
            postmaster.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException(
                    "The PostgreSQL of a former demo, process %d, does not stop. Stop it by hand."
                            .formatted(postmaster.pid()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The postmaster that postmaster.pid names, unless that number is somebody else's by now. */
    static Optional<ProcessHandle> find(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        return lines.size() < 3
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                        .filter(process ->
                                isOurs(process.info(), data, lines.get(2).strip()));
    }

    private static boolean isOurs(ProcessHandle.Info process, Path data, String startSeconds) {
        boolean postgres = process.command()
                .map(command -> Path.of(command).getFileName().toString())
                .filter(name -> name.startsWith("postgres"))
                .isPresent();
        boolean thisData = process.arguments()
                .map(arguments -> Arrays.asList(arguments).contains(data.toString()))
                // Not every system tells the arguments; the moment of its start will do.
                .orElseGet(() -> startedAt(process, startSeconds));
        return postgres && thisData;
    }

    private static boolean startedAt(ProcessHandle.Info process, String seconds) {
        Instant written = Instant.ofEpochSecond(Long.parseLong(seconds));
        return process.startInstant()
                .map(start -> Duration.between(start, written).abs().compareTo(SAME_START) <= 0)
                .orElse(false);
    }

    /** SIGINT is PostgreSQL's fast shutdown; Java's own request would wait for every client. */
    private static void interrupt(ProcessHandle postmaster) throws IOException {
        if (postmaster.supportsNormalTermination() && Files.exists(Path.of("/bin/kill"))) {
            new ProcessBuilder("/bin/kill", "-INT", Long.toString(postmaster.pid()))
                    .inheritIO()
                    .start();
        } else {
            postmaster.destroy();
        }
    }
}
