package io.latchkey.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The configurations of proxies that do not run here: what in them must stand in which place. */
class UnstartedProxyTests {

    private static final JsonNode TRAEFIK = read("traefik/latchkey.yaml").at("/http");
    private static final JsonNode ENVOY =
            read("envoy/envoy.yaml").at("/static_resources/listeners/0/filter_chains/0/filters/0/typed_config");

    @Test
    void letsTraefikAskTheGateBetweenCleaningAndTheContentServer() {
        JsonNode routers = TRAEFIK.at("/routers");
        assertThat(texts(routers.at("/articles/middlewares")))
                .containsExactly(
                        "latchkey-clean", "latchkey-personal", "latchkey-preview", "latchkey", "latchkey-granted")
                .allMatch(name -> TRAEFIK.at("/middlewares").has(name));
        assertThat(routers)
                .allSatisfy(router ->
                        assertThat(router.at("/middlewares/0").asString()).isEqualTo("latchkey-clean"));
        assertThat(routers.at("/articles/priority").asInt())
                .isGreaterThan(routers.at("/rest/priority").asInt());
        JsonNode gate = TRAEFIK.at("/middlewares/latchkey/forwardAuth");
        assertThat(gate.at("/trustForwardHeader").asBoolean(true)).isFalse();
        assertThat(texts(gate.at("/authRequestHeaders"))).containsExactly("Authorization", "Cookie");
    }

    /** Before the preview as before the full text: both stand at the article's address. */
    @Test
    void letsTraefikSayThatNothingIsKept() {
        assertThat(TRAEFIK.at("/middlewares/latchkey-personal/headers/customResponseHeaders/Cache-Control")
                        .asString())
                .isEqualTo("private, no-store");
    }

    /** Its documentation: {@code {url}} is the escaped address. */
    @Test
    void letsTraefikAskForThePreviewWithAnAddressThatComesOutAgain() {
        JsonNode errors = TRAEFIK.at("/middlewares/latchkey-preview/errors");
        assertThat(errors.at("/query").asString()).matches("/[a-z]+\\?[a-z]+=\\{url}");
        assertThat(texts(errors.at("/status"))).containsExactly("401", "403", "500-599");
    }

    @Test
    void letsEnvoyAskTheGateBeforeEveryArticle() {
        JsonNode filters = ENVOY.at("/http_filters");
        assertThat(filters.at("/0/name").asString()).isEqualTo("envoy.filters.http.ext_authz");
        assertThat(filters.at("/1/name").asString()).isEqualTo("envoy.filters.http.router");
        JsonNode gate = filters.at("/0/typed_config");
        assertThat(gate.at("/failure_mode_allow").asBoolean(true)).isFalse();
        assertThat(gate.at("/http_service/authorization_request/allowed_headers/patterns"))
                .extracting(pattern -> pattern.at("/exact").asString())
                .containsExactly("authorization", "cookie");
        JsonNode routes = ENVOY.at("/route_config/virtual_hosts/0/routes");
        assertThat(routes.at("/0/match/prefix").asString()).isEqualTo("/articles/");
        assertThat(routes.at("/0").has("typed_per_filter_config")).isFalse();
        assertThat(texts(routes.at("/0/request_headers_to_remove"))).containsExactly("cookie", "authorization");
        assertThat(routes.at("/0/response_headers_to_add/0/header/value").asString())
                .isEqualTo("private, no-store");
        assertThat(routes.at("/0/response_headers_to_add/0/append_action").asString())
                .isEqualTo("OVERWRITE_IF_EXISTS_OR_ADD");
    }

    private static List<String> texts(JsonNode list) {
        return list.values().stream().map(JsonNode::asString).toList();
    }

    private static JsonNode read(String file) {
        try {
            Map<String, Object> read = new Yaml().load(Files.readString(Path.of("src/main/integrations", file)));
            return JsonMapper.shared().valueToTree(read);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
