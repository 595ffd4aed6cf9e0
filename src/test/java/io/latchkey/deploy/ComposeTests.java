package io.latchkey.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** docker-compose.yml and the Dockerfile agree with the service, and set no key. */
class ComposeTests {

    private static final Path FILE = Path.of("docker-compose.yml");

    /** A variable of .env; what follows the name says what happens when it is not set. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)([^}]*)}");

    private final String text = Manifests.text(FILE);
    private final JsonNode compose = Manifests.tree(text);
    private final JsonNode service = compose.path("services").path("latchkey");
    private final JsonNode database = compose.path("services").path("database");
    private final JsonNode mail = compose.path("services").path("mailpit");

    @Test
    void isYamlWithoutDuplicates() {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        Object loaded = new Yaml(new SafeConstructor(strict)).load(text);

        assertThat(loaded).asInstanceOf(InstanceOfAssertFactories.MAP).containsOnlyKeys("name", "services", "volumes");
    }

    @Test
    void setsOnlyWhatTheServiceReads() {
        List<String> names = service.path("environment")
                .propertyStream()
                .map(Map.Entry::getKey)
                .toList();

        assertThat(names)
                .contains("LATCHKEY_DATABASE_URL", "LATCHKEY_MASTER_KEY", "LATCHKEY_OPERATOR_KEY")
                .allMatch(Settings::isKnown);
    }

    @Test
    void hasNoDefaultForAnyKeyOrPassword() {
        Matcher variable = VARIABLE.matcher(text);
        int required = 0;
        while (variable.find()) {
            boolean secret = variable.group(1).matches(".*(KEY|PASSWORD)");
            String otherwise = variable.group(2);
            if (secret) {
                required++;
                assertThat(otherwise).as(variable.group()).startsWith(":?make one with openssl");
            } else {
                assertThat(otherwise).as(variable.group()).matches(":\\?.+|:-");
            }
        }
        assertThat(required).isEqualTo(4);
        List.of("LATCHKEY_MASTER_KEY", "LATCHKEY_OPERATOR_KEY")
                .forEach(key -> assertThat(service.path("environment").path(key).asText())
                        .matches("\\$\\{[^}]+}"));
    }

    @Test
    void bindsPortsToThisMachineOnlyAndLimitsResources() {
        for (JsonNode each : List.of(service, database, mail)) {
            assertThat(each.path("ports").valueStream().map(JsonNode::asText))
                    .isNotEmpty()
                    .allMatch(port -> port.startsWith("127.0.0.1:"));
            JsonNode limits = each.path("deploy").path("resources").path("limits");
            assertThat(limits.has("cpus")).isTrue();
            assertThat(limits.has("memory")).isTrue();
        }
        assertThat(service.path("ports").path(0).asText()).endsWith(":" + ImageFiles.exposedPort());
    }

    @Test
    void catchesMailOfAPinnedMailServer() {
        assertThat(service.path("environment").path("SPRING_MAIL_HOST").asText())
                .isEqualTo("mailpit");
        assertThat(mail.path("image").asText()).matches("axllent/mailpit:v\\d+\\.\\d+.*");
    }

    @Test
    void waitsForAHealthyDatabaseThatKeepsItsData() {
        assertThat(service.path("depends_on").path("database").path("condition").asText())
                .isEqualTo("service_healthy");
        assertThat(database.path("healthcheck").path("test").path(1).asText()).isEqualTo("pg_isready");
        assertThat(database.path("image").asText()).isEqualTo("postgres:18");
        String volume = database.path("volumes").path(0).asText();
        assertThat(volume).endsWith(":/var/lib/postgresql");
        assertThat(compose.path("volumes").has(volume.replaceFirst(":.*", ""))).isTrue();
    }

    @Test
    void buildsTheImageFromTheJarAndRunsItAsAnotherUserThanRoot() {
        String dockerfile = service.path("build").path("dockerfile").asText();

        assertThat(Path.of(dockerfile)).isEqualTo(ImageFiles.DOCKERFILE);
        assertThat(ImageFiles.user()).isPositive();
        assertThat(ImageFiles.instruction("(ENTRYPOINT \\[\"java\".*\\])")).contains("latchkey.jar");
        String copied = ImageFiles.instruction("COPY (target/\\S+) .*");
        assertThat(Manifests.text(Path.of(".dockerignore"))).contains("!" + copied);
        assertThat(Manifests.text(Path.of("pom.xml")))
                .contains(
                        "<finalName>" + Path.of(copied).getFileName().toString().replace(".jar", ""));
    }
}
