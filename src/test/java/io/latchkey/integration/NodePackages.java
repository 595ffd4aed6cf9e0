package io.latchkey.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** The packages of the Node integration, as its lock file names them: "npm ci" brings them. */
final class NodePackages {

    static final Path FOLDER = Path.of("src/main/integrations/node").toAbsolutePath();

    private NodePackages() {}

    /** Skips the test where they are absent; with {@code CI=true} that is a failure. */
    static void require() {
        boolean there = Files.isDirectory(FOLDER.resolve("node_modules/jose"));
        String message = "This test needs the packages of " + FOLDER + ": run \"npm ci\" there.";
        if ("true".equals(System.getenv("CI"))) {
            assertThat(there).as(message).isTrue();
        }
        Assumptions.assumeTrue(there, message);
    }

    /** A program that one of them brings. */
    static Path program(String name) {
        require();
        return FOLDER.resolve("node_modules/.bin").resolve(name);
    }

    /** What the examples are told. */
    static Map<String, String> environment(Setting setting, int port) {
        return Map.of(
                "PORT", Integer.toString(port),
                "ORIGIN", setting.origin().toString(),
                "LATCHKEY_ADDRESS", setting.latchkey().toString(),
                "LATCHKEY_ISSUER", setting.issuer(),
                "LATCHKEY_SITE", setting.site(),
                "LATCHKEY_KEYS_SECONDS", seconds(setting.keysFor()),
                "LATCHKEY_PAUSE_SECONDS", seconds(setting.pause()),
                "LATCHKEY_REVOCATIONS_SECONDS", seconds(setting.revocationsFor()));
    }

    static String seconds(java.time.Duration duration) {
        return Double.toString(duration.toMillis() / 1_000.0);
    }
}
