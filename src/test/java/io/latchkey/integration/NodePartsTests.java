package io.latchkey.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Parts of the Node integration by themselves: what it remembers of keys and revocations, by a clock
 * of the test's, answers that are one reader's, and a gate before a cache that knows addresses alone.
 */
@Tag("outside")
class NodePartsTests {

    @ParameterizedTest
    @ValueSource(strings = {"copy", "personal", "edge", "revocation", "structured-data"})
    void passesItsOwnTests(String part, @TempDir Path folder) throws IOException, InterruptedException {
        Path told = folder.resolve("told");
        ProcessBuilder builder = new ProcessBuilder(
                        Programs.require("node").toString(),
                        "--test-reporter=tap",
                        "--test",
                        "src/test/resources/integration/" + part + ".test.js")
                .redirectErrorStream(true)
                .redirectOutput(told.toFile());
        builder.environment().put("PARTS", NodePackages.FOLDER.toUri().toString());
        Process tests = builder.start();
        boolean ended = tests.waitFor(2, TimeUnit.MINUTES);
        tests.destroyForcibly();
        assertThat(ended).as(Files.readString(told)).isTrue();
        assertThat(tests.exitValue()).as(Files.readString(told)).isZero();
        assertThat(told).content().contains("# fail 0").containsPattern("# pass [1-9]");
    }
}
