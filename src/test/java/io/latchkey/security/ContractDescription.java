package io.latchkey.security;

import io.latchkey.article.ArticleId;
import io.latchkey.event.EventTypes;
import io.latchkey.plan.PlanId;
import io.latchkey.reader.identity.NamedReader;
import io.latchkey.reader.identity.Ref;
import io.latchkey.reader.session.ReaderSession;
import io.latchkey.reader.session.UnadmittedSession;
import io.latchkey.security.Door.Wanted;
import io.latchkey.shared.idempotency.IdempotencyKey;
import io.latchkey.site.MeterLength;
import io.latchkey.site.Scope;
import io.latchkey.site.SiteId;
import io.latchkey.site.SiteKey;
import io.latchkey.webhook.WebhookDescription;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.PathParameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import reactor.core.scheduler.Schedulers;

/** Describes the contract as OpenAPI: what springdoc reads from the handlers, and our doors. */
@TestConfiguration(proxyBeanMethods = false)
class ContractDescription {

    private static final String LIMITED_RESPONSE = "TooManyRequests";

    /** What anybody may call, but no address too often. */
    private static final Set<String> LIMITED = Set.of(
            "POST /v1/sessions",
            "POST /v1/sessions/oidc",
            "GET /v1/receipts/{receipt}",
            "GET /v1/receipts/{receipt}/verify",
            "POST /v1/sandbox/checkouts/{site}/{reader}/{checkout}/clock");

    static {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(
                        ReaderSession.class,
                        UnadmittedSession.class,
                        SiteKey.class,
                        NamedReader.class,
                        IdempotencyKey.class)
                .replaceWithClass(ArticleId.class, String.class)
                .replaceWithClass(PlanId.class, String.class)
                .replaceWithClass(SiteId.class, String.class)
                .replaceWithClass(Ref.class, String.class)
                .replaceWithClass(MeterLength.class, String.class);
    }

    /**
     * springdoc answers here, for this test alone, and away from the event loop: it reads class
     * files.
     */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityWebFilterChain springdoc(ServerHttpSecurity http) {
        return http.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/springdoc"))
                .addFilterAt(
                        (exchange, chain) -> chain.filter(exchange).subscribeOn(Schedulers.boundedElastic()),
                        SecurityWebFiltersOrder.AUTHORIZATION)
                .build();
    }

    @Bean
    OpenApiCustomizer contract(EventTypes events) {
        return api -> {
            describe(api);
            WebhookDescription.describe(events, api);
        };
    }

    /** What our own argument resolvers read from a call. */
    @Bean
    OperationCustomizer arguments() {
        return (operation, handler) -> {
            for (MethodParameter parameter : handler.getMethodParameters()) {
                if (parameter.getParameterType() == NamedReader.class) {
                    operation.setParameters(Stream.concat(
                                    Stream.of(new PathParameter().name("ref").schema(new StringSchema())),
                                    Stream.ofNullable(operation.getParameters()).flatMap(List::stream))
                            .collect(Collectors.toCollection(ArrayList::new)));
                } else if (parameter.getParameterType() == IdempotencyKey.class) {
                    operation.addParametersItem(idempotencyKey(!parameter.isOptional()));
                }
            }
            return operation;
        };
    }

    private static Parameter idempotencyKey(boolean required) {
        return new HeaderParameter()
                .name(IdempotencyKey.HEADER)
                .required(required)
                .description("Repeated with the same key and body within 72 hours, the call does nothing more and"
                        + " answers as before, with `Idempotent-Replayed: true`.")
                .schema(new StringSchema().minLength(1).maxLength(255));
    }

    private static void describe(OpenAPI api) {
        api.info(new Info()
                .title("Latchkey")
                .version("v1")
                .description(
                        "A paywall and subscription service that a news site runs beside" + " its content servers."));
        // Where it runs is each deployment's own: paths are relative to the issuer.
        api.servers(List.of(new Server().url("/")));
        Components components = api.getComponents() == null ? new Components() : api.getComponents();
        components.addSchemas("Problem", problem());
        components.addResponses(LIMITED_RESPONSE, limited());
        components.addSecuritySchemes("operator", bearer("The operator's key."));
        components.addSecuritySchemes("siteKey", bearer("A key of the site: lk_…"));
        components.addSecuritySchemes("reader", bearer("A reader token."));
        api.components(components);
        api.getPaths().forEach(ContractDescription::describe);
    }

    private static void describe(String path, PathItem item) {
        item.readOperationsMap()
                .forEach((method, operation) -> describe(HttpMethod.valueOf(method.name()), path, operation));
    }

    private static void describe(HttpMethod method, String path, Operation operation) {
        operation.setOperationId(operationId(method, path));
        operation.getResponses().addApiResponse("default", refusal());
        if (path.endsWith("/{checkout}/clock")) {
            operation.setRequestBody(clockForm());
        }
        Doors.at(method, PathContainer.parsePath(path)).ifPresent(door -> describe(door.wants(), operation));
        if (LIMITED.contains(method + " " + path) || operation.getSecurity() != null) {
            operation
                    .getResponses()
                    .addApiResponse("429", new ApiResponse().$ref("#/components/responses/" + LIMITED_RESPONSE));
        }
    }

    /** The call itself: a name that no order of beans can change. */
    private static String operationId(HttpMethod method, String path) {
        String words = Pattern.compile("[^A-Za-z]+")
                .splitAsStream(path.replaceFirst("^/v1", ""))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
        return method.name().toLowerCase(Locale.ROOT) + words;
    }

    private static void describe(Wanted wanted, Operation operation) {
        switch (wanted) {
            case Wanted.Nobody _ -> operation.setTags(List.of("anyone"));
            case Wanted.TheOperator _ -> wants(operation, "operator");
            case Wanted.AReader _, Wanted.AKnownReader _ -> wants(operation, "reader");
            case Wanted.ASiteKey(var anyOf) -> {
                wants(operation, "siteKey");
                operation.setDescription(
                        "Needs the scope " + anyOf.stream().map(Scope::word).collect(Collectors.joining(" or ")) + ".");
            }
        }
    }

    private static void wants(Operation operation, String scheme) {
        operation.addSecurityItem(new SecurityRequirement().addList(scheme));
        operation.setTags(List.of(scheme));
    }

    private static SecurityScheme bearer(String description) {
        return new SecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .description(description);
    }

    /** A handler reads a form from the exchange, where springdoc does not see what is in it. */
    private static RequestBody clockForm() {
        Schema<?> form = new ObjectSchema();
        form.addProperty("operatorKey", new StringSchema().format("password"));
        form.addProperty("advance", new StringSchema());
        form.setRequired(List.of("operatorKey", "advance"));
        return new RequestBody()
                .required(true)
                .content(new Content().addMediaType("application/x-www-form-urlencoded", new MediaType().schema(form)));
    }

    private static ApiResponse refusal() {
        Schema<?> problem = new Schema<>().$ref("#/components/schemas/Problem");
        return new ApiResponse()
                .description("A refusal (RFC 9457).")
                .content(new Content().addMediaType("application/problem+json", new MediaType().schema(problem)));
    }

    private static ApiResponse limited() {
        return refusal()
                .description("Too many of these, or of invalid credentials, from one address.")
                .addHeaderObject(
                        "Retry-After",
                        new Header()
                                .description("Seconds to wait.")
                                .required(true)
                                .schema(new IntegerSchema().minimum(BigDecimal.ONE)));
    }

    private static Schema<?> problem() {
        Schema<?> problem = new ObjectSchema();
        problem.addProperty("type", new StringSchema().format("uri"));
        problem.addProperty("title", new StringSchema());
        problem.addProperty("status", new IntegerSchema());
        problem.addProperty("detail", new StringSchema());
        problem.addProperty("code", new StringSchema());
        problem.setRequired(List.of("type", "title", "status", "detail", "code"));
        return problem;
    }
}
