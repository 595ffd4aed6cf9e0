package io.latchkey.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The committed description of the contract is the one that the service gives of itself. */
class ContractDescriptionTests {

    private static final Path COMMITTED = Path.of("src/main/resources/openapi/latchkey.json");
    private static final Path ACTUAL = Path.of("target/openapi/latchkey.json");

    /** What is loaded and not called. */
    private static final Set<String> FILES = Set.of("/openapi", "/latchkey.js");

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final Supplier<JsonNode> DESCRIBED = SingletonSupplier.of(ContractDescriptionTests::describe);

    @Test
    void theCommittedDescriptionIsTrue() throws IOException {
        JsonNode actual = described();
        Files.createDirectories(ACTUAL.getParent());
        Files.writeString(ACTUAL, JSON.writeValueAsString(actual) + "\n");

        assertThat(JSON.readTree(COMMITTED.toFile()))
                .as("the contract changed: if that was meant, copy %s to %s", ACTUAL, COMMITTED)
                .isEqualTo(actual);
    }

    @Test
    void everyDoorOfTheContractIsDescribed() {
        Set<String> described = new TreeSet<>();
        for (var path : described().path("paths").properties()) {
            for (String method : path.getValue().propertyNames()) {
                described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
            }
        }
        Set<String> doors = Doors.ALL.stream()
                .filter(door -> !door.path().getPatternString().startsWith("/actuator"))
                .filter(door -> !FILES.contains(door.path().getPatternString()))
                .filter(door -> !door.path().getPatternString().equals("/openapi"))
                // Pages for people are no part of it.
                .filter(door -> !door.path().getPatternString().startsWith("/account"))
                .map(door ->
                        door.method() + " " + door.path().getPatternString().replace("{*", "{"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(described).isEqualTo(doors);
    }

    /** Of two types with one name the description would hold one, for the doors of both. */
    @Test
    void noTwoTypesOfTheContractHaveOneName() {
        Set<String> schemas =
                Set.copyOf(described().path("components").path("schemas").propertyNames());
        List<String> own = TestService.shared().beans(RequestMappingInfoHandlerMapping.class).stream()
                .flatMap(mapping -> mapping.getHandlerMethods().values().stream())
                .map(HandlerMethod::getBeanType)
                .distinct()
                .filter(type -> !type.getPackageName().endsWith(".home"))
                .flatMap(type -> Arrays.stream(type.getDeclaredClasses()))
                .map(Class::getSimpleName)
                .filter(schemas::contains)
                .toList();

        assertThat(own).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void theServiceServesTheCommittedDescription() throws IOException {
        assertThat(TestService.shared().api().get("/openapi", null).body())
                .isEqualTo(JSON.readTree(COMMITTED.toFile()));
    }

    private static JsonNode described() {
        return DESCRIBED.get();
    }

    private static JsonNode describe() {
        try (TestService service = TestService.with(
                ContractDescription.class, TestDatabase.fresh(), "--springdoc.api-docs.enabled=true")) {
            return service.api().get("/springdoc", null).body();
        }
    }
}
