package io.latchkey.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Keeps what the long proofs showed in {@code target/torture.md}: when, of which commit, how long
 * each took, and the figures that it published by {@code TestReporter}.
 */
public final class TortureReport implements TestExecutionListener {

    private static final TestTag TORTURE = TestTag.create("torture");
    private static final Path FILE = Path.of("target", "torture.md");

    private final Map<String, Instant> begun = new ConcurrentHashMap<>();
    private final Map<String, List<String>> figures = new ConcurrentHashMap<>();
    private final List<String> rows = new ArrayList<>();

    @Override
    public void executionStarted(TestIdentifier test) {
        begun.put(test.getUniqueId(), Instant.now());
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        entry.getKeyValuePairs()
                .forEach((name, value) -> figures.computeIfAbsent(test.getUniqueId(), _ -> new ArrayList<>())
                        .add(name + " " + value));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Instant start = begun.remove(test.getUniqueId());
        if (start != null && test.isTest() && test.getTags().contains(TORTURE)) {
            String what =
                    test.getUniqueId().replaceAll(".*class:([^]]*)].*", "$1").replaceAll(".*\\.", "");
            rows.add("| %s, %s | %s | %d | %s |%n"
                    .formatted(
                            what,
                            test.getDisplayName(),
                            result.getStatus().name().toLowerCase(Locale.ROOT),
                            Duration.between(start, Instant.now()).toSeconds(),
                            String.join(", ", figures.getOrDefault(test.getUniqueId(), List.of()))));
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (rows.isEmpty()) {
            return;
        }
        String head = "%n%s, commit %s%n%n| proof | ended | seconds | figures |%n| --- | --- | --- | --- |%n"
                .formatted(Instant.now().truncatedTo(ChronoUnit.SECONDS), commit());
        try {
            Files.createDirectories(FILE.toAbsolutePath().getParent());
            Files.writeString(FILE, head + String.join("", rows), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rows.clear();
    }

    private static String commit() {
        try {
            Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD").start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return said.isEmpty() ? "unknown" : said;
        } catch (IOException e) {
            return "unknown";
        }
    }
}
