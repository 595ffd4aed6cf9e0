package io.latchkey.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.latchkey.testing.TestService;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A service that cannot work says why and ends, instead of starting half. */
class JarSettingsIT {

    private static final String SECRET = "hunter2-correct-horse";

    /** Nothing listens there: whoever got as far as the database would wait for minutes. */
    private static final String DATABASE = "postgresql://u:" + SECRET + "@localhost:1/latchkey";

    private static final String NO_MASTER_KEY = "LATCHKEY_MASTER_KEY is not set";
    private static final String MAKE_A_KEY = "openssl rand -base64 32";
    private static final String A_URL = "postgresql://user:password@host:port/database";

    @ParameterizedTest
    @MethodSource("unusable")
    void endsAndSaysWhatIsWrongAndWhatToDo(Map<String, String> changes, String wrong, String remedy) {
        Map<String, String> environment = new HashMap<>(JarProcess.minimum(DATABASE));
        environment.putAll(changes);
        environment.values().removeIf(String::isEmpty);

        try (JarProcess jar = JarProcess.start(environment)) {
            int exitCode = jar.exitCode();

            assertThat(exitCode).as(jar.log()).isEqualTo(1);
            assertThat(jar.log()).contains("APPLICATION FAILED TO START", wrong, remedy);
            assertThat(jar.log()).doesNotContain(SECRET, TestService.MASTER_KEY, "\tat ");
        }
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                arguments(Map.of("LATCHKEY_MASTER_KEY", ""), NO_MASTER_KEY, MAKE_A_KEY),
                arguments(Map.of("LATCHKEY_MASTER_KEY", SECRET), "is not base64", MAKE_A_KEY),
                arguments(Map.of("LATCHKEY_DATABASE_URL", ""), "LATCHKEY_DATABASE_URL is not set", A_URL),
                arguments(
                        Map.of("LATCHKEY_DATABASE_URL", "mysql://u:" + SECRET + "@localhost/x"),
                        "LATCHKEY_DATABASE_URL is not a PostgreSQL URL",
                        A_URL),
                arguments(
                        Map.of("LATCHKEY_DATABASE_URL", "postgresql://u:" + SECRET + " @:x/"),
                        "LATCHKEY_DATABASE_URL is not a PostgreSQL URL",
                        A_URL));
    }
}
