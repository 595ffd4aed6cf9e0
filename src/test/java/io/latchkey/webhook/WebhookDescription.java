package io.latchkey.webhook;

import io.latchkey.event.EventTypes;
import io.latchkey.event.FactType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The types of facts as OpenAPI has them: a webhook for each. */
public final class WebhookDescription {

    private static final String MESSAGE = "Event";

    private WebhookDescription() {}

    /** Adds them to a description. */
    public static void describe(EventTypes types, OpenAPI api) {
        Components components = api.getComponents();
        components.addSchemas(MESSAGE, schema(WebhookDelivery.Message.class));
        addHeader(components, "webhook-id", "The same however often it is delivered.");
        addHeader(components, "webhook-timestamp", "When it was sent, in seconds since 1970.");
        addHeader(components, "webhook-signature", "Signatures of Standard Webhooks, parted by a space.");
        types.all().forEach(fact -> api.addWebhooks(fact.type(), new PathItem().post(delivery(fact))));
    }

    private static void addHeader(Components components, String name, String meaning) {
        components.addParameters(
                name,
                new HeaderParameter()
                        .name(name)
                        .required(true)
                        .description(meaning)
                        .schema(new StringSchema()));
    }

    private static Operation delivery(FactType fact) {
        return new Operation()
                .summary(fact.entry().meaning())
                .tags(List.of("webhook"))
                .parameters(List.of(header("webhook-id"), header("webhook-timestamp"), header("webhook-signature")))
                .requestBody(new RequestBody()
                        .required(true)
                        .content(new Content().addMediaType("application/json", new MediaType().schema(body(fact)))))
                .responses(new ApiResponses()
                        .addApiResponse("2XX", new ApiResponse().description("It is taken."))
                        .addApiResponse("410", new ApiResponse().description("Nothing more is wanted."))
                        .addApiResponse("default", new ApiResponse().description("It is delivered again, later.")));
    }

    private static Parameter header(String name) {
        return new Parameter().$ref("#/components/parameters/" + name);
    }

    private static Schema<?> body(FactType fact) {
        Schema<?> type = new Schema<>();
        type.setConst(fact.type());
        Schema<?> own = new ObjectSchema();
        own.addProperty("type", type);
        own.addProperty("data", schema(fact.entry().data()));
        Schema<?> body = new Schema<>();
        body.setAllOf(List.of(new Schema<>().$ref("#/components/schemas/" + MESSAGE), own));
        return body;
    }

    /** Of a record; what it has inside is part of the contract besides, and described there. */
    static Schema<?> schema(Class<? extends Record> type) {
        Schema<?> schema = ModelConverters.getInstance(true)
                .readAllAsResolvedSchema(new AnnotatedType(type).resolveAsRef(false))
                .schema;
        schema.setRequired(Arrays.stream(type.getRecordComponents())
                .filter(member -> !optional(member))
                .map(RecordComponent::getName)
                .toList());
        return schema;
    }

    private static boolean optional(RecordComponent member) {
        return member.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
