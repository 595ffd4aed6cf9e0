package io.latchkey.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Every manifest says only what its kind knows, and they fit each other and the service. */
class ManifestTests {

    private static final Path FOLDER = Path.of("k8s");
    private static final ObjectMapper STRICT =
            new YAMLMapper()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .setAnnotationIntrospector(new NothingUnknown());
    private static final Map<String, Class<? extends HasMetadata>> KINDS =
            Map.of(
                    "ServiceAccount", ServiceAccount.class,
                    "ConfigMap", ConfigMap.class,
                    "Deployment", Deployment.class,
                    "Service", Service.class,
                    "PodDisruptionBudget", PodDisruptionBudget.class,
                    "NetworkPolicy", NetworkPolicy.class);
    private static final Set<String> ENVIRONMENT =
            Set.of(
                    "LATCHKEY_DATABASE_URL",
                    "LATCHKEY_MASTER_KEY",
                    "LATCHKEY_OPERATOR_KEY",
                    "LATCHKEY_ISSUER",
                    "LATCHKEY_PAYMENT_PROVIDER");

    static Stream<Path> manifests() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .filter(path -> !path.endsWith("kustomization.yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void saysOnlyWhatItsKindKnows(Path manifest) throws IOException {
        HasMetadata read = read(Files.readString(manifest));

        assertThat(read.getMetadata().getName()).isEqualTo("latchkey");
    }

    @Test
    void aMisspeltMemberIsFound() throws IOException {
        String misspelt =
                Files.readString(FOLDER.resolve("deployment.yaml"))
                        .replace("readOnlyRootFilesystem", "readOnlyRootFileSystem");
        assertThatThrownBy(() -> read(misspelt))
                .hasMessageContaining("Unrecognized field \"readOnlyRootFileSystem\"");
    }

    @Test
    void theKustomizationNamesEveryManifest() throws IOException {
        JsonNode kustomization = STRICT.readTree(FOLDER.resolve("kustomization.yaml").toFile());
        List<String> files = manifests().map(path -> path.getFileName().toString()).toList();
        assertThat(kustomization.path("resources").valueStream().map(JsonNode::asText))
                .containsExactlyInAnyOrderElementsOf(files);
    }

    @Test
    void everythingSelectsThePodsOfTheDeployment() throws IOException {
        Map<String, String> pods = deployment().getSpec().getTemplate().getMetadata().getLabels();
        assertThat(deployment().getSpec().getSelector().getMatchLabels()).isEqualTo(pods);
        assertThat(manifest("service.yaml", Service.class).getSpec().getSelector()).isEqualTo(pods);
        assertThat(
                        manifest("pod-disruption-budget.yaml", PodDisruptionBudget.class)
                                .getSpec()
                                .getSelector()
                                .getMatchLabels())
                .isEqualTo(pods);
        assertThat(
                        manifest("network-policy.yaml", NetworkPolicy.class)
                                .getSpec()
                                .getPodSelector()
                                .getMatchLabels())
                .isEqualTo(pods);
    }

    @Test
    void probesAskWhatTheServiceAnswers() throws IOException {
        Container container = container();
        assertThat(asked(container.getReadinessProbe())).isEqualTo("/actuator/health/readiness");
        assertThat(asked(container.getLivenessProbe())).isEqualTo("/actuator/health/liveness");
        assertThat(asked(container.getStartupProbe())).isEqualTo("/actuator/health/liveness");
        assertThat(container.getPorts().getFirst().getContainerPort()).isEqualTo(8080);
        assertThat(Files.readString(Path.of("src/main/docker/Dockerfile"))).contains("EXPOSE 8080");
    }

    @Test
    void thePodHasNoRightsThatItDoesNotNeed() throws IOException {
        var pod = deployment().getSpec().getTemplate().getSpec();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        var rights = container().getSecurityContext();
        assertThat(rights.getReadOnlyRootFilesystem()).isTrue();
        assertThat(rights.getAllowPrivilegeEscalation()).isFalse();
        assertThat(rights.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container().getResources().getLimits()).containsKey("memory");
        assertThat(container().getResources().getRequests()).containsKeys("cpu", "memory");
    }

    @Test
    void composeSetsOnlyWhatTheServiceUnderstandsAndNoSecretOfItsOwn() throws IOException {
        JsonNode environment =
                STRICT.readTree(Path.of("docker-compose.yml").toFile())
                        .path("services")
                        .path("latchkey")
                        .path("environment");
        assertThat(environment.properties())
                .extracting(Map.Entry::getKey)
                .isNotEmpty()
                .isSubsetOf(ENVIRONMENT);
        for (String secret :
                List.of("LATCHKEY_MASTER_KEY", "LATCHKEY_OPERATOR_KEY", "LATCHKEY_DATABASE_URL")) {
            assertThat(environment.path(secret).asText()).as(secret).contains(":?");
        }
    }

    private static HasMetadata read(String manifest) throws IOException {
        String kind = STRICT.readTree(manifest).path("kind").asText();
        assertThat(KINDS).containsKey(kind);
        return STRICT.readValue(manifest, KINDS.get(kind));
    }

    private static Deployment deployment() throws IOException {
        return manifest("deployment.yaml", Deployment.class);
    }

    private static Container container() throws IOException {
        return deployment().getSpec().getTemplate().getSpec().getContainers().getFirst();
    }

    private static String asked(Probe probe) {
        HTTPGetAction get = probe.getHttpGet();
        assertThat(get.getPort()).isEqualTo(new IntOrString("http"));
        return get.getPath();
    }

    private static <T extends HasMetadata> T manifest(String file, Class<T> kind)
            throws IOException {
        return STRICT.readValue(FOLDER.resolve(file).toFile(), kind);
    }

    /** The models keep members that they do not know; here such a member is an error. */
    private static final class NothingUnknown extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }
}
