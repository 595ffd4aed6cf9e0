package io.latchkey.deploy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The manifests as Kubernetes would take them: a field that its model does not have is an error.
 */
final class Manifests {

    static final Path FOLDER = Path.of("k8s");

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "apps/v1 Deployment", Deployment.class,
            "v1 Service", Service.class,
            "v1 ServiceAccount", ServiceAccount.class,
            "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
            "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class);

    private static final ObjectMapper STRICT = new ObjectMapper(new YAMLFactory())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new NothingUnknown());

    private Manifests() {}

    /** The one manifest of this kind. */
    static <T extends HasMetadata> T the(Class<T> kind) {
        List<T> found = all().stream()
                .map(Manifests::read)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " manifests of " + kind);
        }
        return found.getFirst();
    }

    /** The texts of all manifests but the kustomization. */
    static List<String> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> !file.endsWith("kustomization.yaml"))
                    .map(Manifests::text)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A manifest as its kind's model. */
    static HasMetadata read(String manifest) {
        JsonNode tree = tree(manifest);
        String kind = tree.path("apiVersion").asText() + " " + tree.path("kind").asText();
        Class<? extends HasMetadata> model = KINDS.get(kind);
        if (model == null) {
            throw new IllegalArgumentException("no model of " + kind);
        }
        try {
            return STRICT.treeToValue(tree, model);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file holds one manifest: of a second one nothing would be read. */
    static JsonNode tree(String yaml) {
        if (yaml.contains("\n---")) {
            throw new IllegalArgumentException("more than one document");
        }
        try {
            return STRICT.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The models put away what they do not know; without that, it is refused. */
    private static final class NothingUnknown extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }
}
