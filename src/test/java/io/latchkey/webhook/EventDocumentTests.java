package io.latchkey.webhook;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.event.EventTypes;
import io.latchkey.event.FactType;
import io.latchkey.testing.TestService;
import io.swagger.v3.oas.models.media.Schema;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about events is written from their list. */
class EventDocumentTests {

    private static final Path COMMITTED = Path.of("src/main/docs/events.md");
    private static final Path ACTUAL = Path.of("target/docs/events.md");

    @Test
    void theCommittedPageIsTrue() throws IOException {
        String actual = page(TestService.shared().bean(EventTypes.class).all());
        Files.createDirectories(ACTUAL.getParent());
        Files.writeString(ACTUAL, actual);

        assertThat(Files.readString(COMMITTED))
                .as("the list changed: if that was meant, copy %s to %s", ACTUAL, COMMITTED)
                .isEqualTo(actual);
    }

    private static String page(Collection<FactType> all) {
        return """
            # Events

            What a site's webhooks can ask for, each by its type or all of a kind, as `payment.*`. A delivery
            is a JSON object with these members, of which `?` marks those that may be missing:

            %s

            Its `data` is what the table says. Ids are UUIDs, times are in UTC, amounts in the currency's
            smallest unit. The same as OpenAPI: `webhooks` in `GET /openapi`.

            | type | what happened | `data` |
            | --- | --- | --- |
            %s

            Members that hold one of a few words:

            %s
            """.formatted(
                members(WebhookDelivery.Message.class),
                all.stream().map(EventDocumentTests::line).collect(joining("\n")),
                all.stream().flatMap(EventDocumentTests::words).distinct().collect(joining("\n")));
    }

    private static String line(FactType fact) {
        return "| `%s` | %s | %s |"
                .formatted(
                        fact.type(),
                        fact.entry().meaning(),
                        members(fact.entry().data()));
    }

    private static String members(Class<? extends Record> type) {
        List<String> required = WebhookDescription.schema(type).getRequired();
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> "`" + name + (required.contains(name) ? "`" : "?`"))
                .collect(joining(", "));
    }

    private static Stream<String> words(FactType fact) {
        String kind = fact.type().replaceFirst("\\..*", ".*");
        Map<String, ?> members = WebhookDescription.schema(fact.entry().data()).getProperties();
        return members.entrySet().stream()
                .filter(member -> member.getValue() instanceof Schema<?> schema && schema.getEnum() != null)
                .map(member -> "- `%s` of `%s`: %s"
                        .formatted(member.getKey(), kind, listed(((Schema<?>) member.getValue()).getEnum())));
    }

    private static String listed(List<?> words) {
        return words.stream().map(word -> "`" + word + "`").collect(joining(", "));
    }
}
