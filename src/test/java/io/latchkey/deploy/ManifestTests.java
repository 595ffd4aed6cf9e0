package io.latchkey.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.latchkey.testing.Api;
import io.latchkey.testing.TestService;
import io.latchkey.testing.Wait;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The manifests in k8s are what Kubernetes takes, and agree with the service and one another. */
class ManifestTests {

    private final Deployment deployment = Manifests.the(Deployment.class);
    private final PodSpec pod = deployment.getSpec().getTemplate().getSpec();
    private final Container container = pod.getContainers().getFirst();
    private final Map<String, String> labels =
            deployment.getSpec().getTemplate().getMetadata().getLabels();

    @ParameterizedTest
    @CsvSource({
        "replicas:, replica:, replica",
        "readOnlyRootFilesystem, readOnlyRootFileSystem, readOnlyRootFileSystem",
        "failureThreshold, failureTreshold, failureTreshold",
        "preStop, prestop, prestop",
        "policyTypes, policyType, policyType",
        "maxUnavailable: 1, maxUnavailabel: 1, maxUnavailabel",
        "targetPort, targetport, targetport",
        "automountServiceAccountToken, automountServiceAccountTokens," + " automountServiceAccountTokens",
        "kind: Service, kind: Servise, Servise"
    })
    void refuseAMisspeltField(String right, String wrong, String named) {
        List<String> misspelt = Manifests.all().stream()
                .filter(manifest -> manifest.contains(right))
                .map(manifest -> manifest.replace(right, wrong))
                .toList();

        assertThat(misspelt).isNotEmpty();
        assertThat(misspelt)
                .allSatisfy(manifest ->
                        assertThatThrownBy(() -> Manifests.read(manifest)).hasMessageContaining(named));
    }

    @Test
    void areAllListedInTheKustomization() {
        JsonNode kustomization = kustomization();

        assertThat(Manifests.all()).hasSize(kustomization.path("resources").size());
        kustomization
                .path("resources")
                .forEach(file ->
                        assertThat(Manifests.FOLDER.resolve(file.asText())).isRegularFile());
        assertThat(kustomization.path("images").path(0).path("name").asText()).isEqualTo(container.getImage());
        assertThat(Manifests.all()).noneMatch(manifest -> manifest.contains("kind: Secret"));
    }

    @Test
    void selectThePods() {
        assertThat(deployment.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
        assertThat(Manifests.the(Service.class).getSpec().getSelector()).isEqualTo(labels);
        assertThat(Manifests.the(PodDisruptionBudget.class).getSpec().getSelector())
                .extracting(selector -> selector.getMatchLabels())
                .isEqualTo(labels);
        assertThat(Manifests.the(NetworkPolicy.class).getSpec().getPodSelector().getMatchLabels())
                .isEqualTo(labels);
        assertThat(pod.getTopologySpreadConstraints())
                .isNotEmpty()
                .allSatisfy(
                        constraint -> assertThat(constraint.getLabelSelector().getMatchLabels())
                                .isEqualTo(labels));
    }

    @Test
    void probePathsThatTheServiceAnswers() {
        Api api = TestService.shared().api();
        List<Probe> probes =
                List.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe());

        assertThat(probes)
                .extracting(Probe::getHttpGet)
                .extracting(HTTPGetAction::getPath)
                .allSatisfy(path ->
                        Wait.until("200 at " + path, () -> api.get(path, null).status(), status -> status == 200));
        assertThat(container.getReadinessProbe().getHttpGet().getPath()).endsWith("/readiness");
        assertThat(container.getLivenessProbe().getHttpGet().getPath()).endsWith("/liveness");
    }

    /** On the port of everything else they would wait behind all that came before them. */
    @Test
    void probeAPortOfItsOwnWhichTheServiceListensOn() {
        ContainerPort probed = container.getPorts().get(1);

        assertThat(List.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe()))
                .allSatisfy(probe ->
                        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo(probed.getName()));
        assertThat(container.getEnv())
                .filteredOn(variable -> variable.getName().equals("LATCHKEY_PROBES_PORT"))
                .extracting(EnvVar::getValue)
                .containsExactly(probed.getContainerPort().toString());
        assertThat(probed.getContainerPort()).isNotEqualTo(port().getContainerPort());
    }

    @Test
    void agreeOnThePort() {
        NetworkPolicy policy = Manifests.the(NetworkPolicy.class);
        Service service = Manifests.the(Service.class);

        assertThat(port().getContainerPort()).isEqualTo(ImageFiles.exposedPort());
        assertThat(service.getSpec().getPorts())
                .singleElement()
                .satisfies(port -> assertThat(port.getTargetPort().getStrVal()).isEqualTo(port().getName()));
        assertThat(policy.getSpec().getIngress())
                .flatExtracting(rule -> rule.getPorts())
                .extracting(port -> port.getPort())
                .containsExactly(new IntOrString(port().getContainerPort()));
        assertThat(policy.getSpec().getEgress())
                .flatExtracting(rule -> rule.getPorts())
                .extracting(port -> port.getProtocol() + port.getPort().getIntVal())
                .containsExactlyInAnyOrder("UDP53", "TCP53", "TCP5432");
        assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    }

    @Test
    void setWhatTheServiceReadsAndTakeKeysFromTheSecretOnly() {
        Stream<String> literals = kustomization()
                .path("configMapGenerator")
                .path(0)
                .path("literals")
                .valueStream()
                .map(literal -> literal.asText().replaceFirst("=.*", ""));

        assertThat(literals).isNotEmpty().allMatch(Settings::isPublic);
        assertThat(container.getEnv()).extracting(EnvVar::getName).allMatch(Settings::isKnown);
        assertThat(container.getEnv())
                .filteredOn(variable -> !Settings.isPublic(variable.getName()))
                .hasSize(3)
                .allSatisfy(variable -> {
                    assertThat(variable.getValue()).isNull();
                    assertThat(variable.getValueFrom().getSecretKeyRef().getName())
                            .isEqualTo("latchkey");
                    assertThat(variable.getValueFrom().getSecretKeyRef().getKey())
                            .isEqualTo(variable.getName());
                });
        assertThat(container.getEnvFrom())
                .singleElement()
                .satisfies(from -> assertThat(from.getConfigMapRef().getName()).isEqualTo("latchkey"));
    }

    @Test
    void lockThePodDown() {
        assertThat(deployment.getSpec().getReplicas()).isGreaterThanOrEqualTo(2);
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(Manifests.the(ServiceAccount.class).getAutomountServiceAccountToken())
                .isFalse();
        assertThat(Manifests.the(ServiceAccount.class).getMetadata().getName()).isEqualTo(pod.getServiceAccountName());
        assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(ImageFiles.user());
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(container.getSecurityContext()).satisfies(context -> {
            assertThat(context.getRunAsNonRoot()).isTrue();
            assertThat(context.getReadOnlyRootFilesystem()).isTrue();
            assertThat(context.getAllowPrivilegeEscalation()).isFalse();
            assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
        });
        assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
        assertThat(container.getResources().getLimits()).containsKeys("cpu", "memory");
        assertThat(container.getVolumeMounts())
                .extracting(mount -> mount.getMountPath())
                .containsExactly("/tmp");
    }

    private ContainerPort port() {
        return container.getPorts().getFirst();
    }

    private static JsonNode kustomization() {
        return Manifests.tree(Manifests.text(Manifests.FOLDER.resolve("kustomization.yaml")));
    }
}
