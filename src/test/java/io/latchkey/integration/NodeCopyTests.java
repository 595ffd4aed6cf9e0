package io.latchkey.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the Node integration remembers of keys and revocations, by its own clock. */
@Tag("outside")
class NodeCopyTests {

    private static final String TESTS = "src/test/resources/integration/copy.test.js";

    @Test
    void keepsWhatItHasAndNothingForGood() throws IOException, InterruptedException {
        Path node = Programs.require("node");
        ProcessBuilder builder = new ProcessBuilder(node.toString(), "--test", TESTS).redirectErrorStream(true);
        builder.environment()
                .put("COPY", NodePackages.FOLDER.resolve("copy.js").toUri().toString());
        Process tests = builder.start();
        String told = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tests.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(tests.exitValue()).as(told).isZero();
        assertThat(told).containsPattern("# pass [13]");
    }
}
