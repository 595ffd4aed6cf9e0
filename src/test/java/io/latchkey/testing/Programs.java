package io.latchkey.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs of the machine that some tests drive. Where one is absent its tests are skipped and say
 * so; with {@code CI=true} that is a failure, so that nothing goes untested unnoticed.
 */
public final class Programs {

    private Programs() {}

    /**
     * The path of a program: the one in the variable {@code <NAME>_PATH}, or the first of these
     * names that is on the search path.
     */
    public static Path require(String name, String... otherNames) {
        Map<String, String> environment = System.getenv();
        List<String> names =
                Stream.concat(Stream.of(name), Arrays.stream(otherNames)).toList();
        return find(names, environment).orElseGet(() -> absent(name, environment));
    }

    static Optional<Path> find(List<String> names, Map<String, String> environment) {
        String variable = names.getFirst().toUpperCase(Locale.ROOT).replace('-', '_') + "_PATH";
        String named = environment.get(variable);
        if (named != null) {
            return Optional.of(Path.of(named)).filter(Files::isExecutable);
        }
        String[] folders = environment.getOrDefault("PATH", "").split(File.pathSeparator, -1);
        return names.stream()
                .flatMap(name -> Arrays.stream(folders).map(folder -> Path.of(folder, name)))
                .filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Path absent(String name, Map<String, String> environment) {
        String message = "This test needs " + name + ", which is not on this machine.";
        if ("true".equals(environment.get("CI"))) {
            throw new AssertionError(message + " With CI=true that is a failure.");
        }
        return Assumptions.abort(message);
    }
}
