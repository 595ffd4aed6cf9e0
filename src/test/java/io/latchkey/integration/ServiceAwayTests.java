package io.latchkey.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.Wait;
import io.latchkey.token.TestSigner;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way, without a stand-in for Latchkey: a reader unlocks an article, every kind of
 * content server serves it with the published keys, and goes on when the service is stopped (rule 8).
 */
@Tag("outside")
class ServiceAwayTests {

    private static final Duration LONGER_THAN_ANYTHING_IS_KEPT = Duration.ofMillis(2_500);

    @TempDir
    Path folder;

    @FunctionalInterface
    private interface Start {
        RunningServer begin(Setting setting, Path folder) throws Exception;
    }

    @Test
    void holdersOfTokensGoOnReadingAndNobodyElseBegins() throws Exception {
        Map<String, RunningServer> servers = new LinkedHashMap<>();
        try (TestService service = TestService.own();
                Origin origin = new Origin()) {
            TestSite site = service.site("kiosk").article("essay", "premium");
            TestReader ada = site.reader("ada");
            site.grant("ada", 1);
            String token = ada.unlock("essay").text("token");
            assertThat(token).isNotEmpty();
            startAll(servers, service, site, origin);
            servers.forEach((name, server) -> shows(name, server, token, true));
            servers.forEach((name, server) -> shows(name, server, null, false));

            stop(service);

            Instant end = Instant.now().plus(LONGER_THAN_ANYTHING_IS_KEPT);
            do {
                servers.forEach((name, server) -> shows(name, server, token, true));
                servers.forEach((name, server) -> shows(name, server, null, false));
                servers.forEach((name, server) -> shows(name, server, ada.token(), false));
            } while (Instant.now().isBefore(end));
        } finally {
            servers.values().forEach(RunningServer::close);
        }
    }

    private static TestReader unlocked(TestSite site, String ref) {
        assertThat(site.grant(ref, 1).status()).isEqualTo(201);
        TestReader reader = site.reader(ref);
        assertThat(reader.unlock("essay").status()).isEqualTo(201);
        return reader;
    }

    @Test
    void tokensOfWhoLogsOutAndThoseOfAWithdrawnKeyAreRefusedByAll() throws Exception {
        Map<String, RunningServer> servers = new LinkedHashMap<>();
        try (TestService service = TestService.own(TestService.SCHEDULES);
                Origin origin = new Origin()) {
            TestSite site = service.site("kiosk").article("essay", "premium");
            String token = unlocked(site, "ada").check("essay").text("token");
            TestReader leaving = unlocked(site, "leaving");
            String left = leaving.check("essay").text("token");
            startAll(servers, service, site, origin);
            servers.forEach((name, server) -> shows(name, server, token, true));
            servers.forEach((name, server) -> shows(name, server, left, true));

            assertThat(service.api().delete("/v1/me/session", leaving.token()).status())
                    .isEqualTo(204);

            // HAProxy alone asks no list: there a token ends by itself.
            servers.forEach((name, server) -> {
                if (!name.equals("haproxy")) {
                    Wait.until("it is shut at " + name, () -> !opens(server, left));
                }
            });
            servers.forEach((name, server) -> shows(name, server, token, true));

            String kid = TestSigner.of(service).kid();
            assertThat(service.api()
                            .delete("/v1/keys/" + kid, TestService.OPERATOR)
                            .status())
                    .isEqualTo(204);

            servers.forEach((name, server) -> Wait.until("it is shut at " + name, () -> !opens(server, token)));
            String renewed = site.reader("ada").check("essay").text("token");
            servers.forEach((name, server) -> Wait.until("it opens at " + name, () -> opens(server, renewed)));
            servers.forEach((name, server) -> shows(name, server, token, false));
        } finally {
            servers.values().forEach(RunningServer::close);
        }
    }

    private void startAll(Map<String, RunningServer> servers, TestService service, TestSite site, Origin origin)
            throws Exception {
        Map<String, Start> kinds = new LinkedHashMap<>();
        kinds.put("nginx", NginxTests::begin);
        kinds.put("haproxy", HaproxyTests::begin);
        kinds.put("express", ExpressTests::begin);
        kinds.put("fastify", FastifyTests::begin);
        kinds.put("workerd", WorkerdTests::begin);
        kinds.put("servlet", SpringServletTests::begin);
        kinds.put("reactive", SpringReactiveTests::begin);
        Setting setting = Setting.brief(service.api().uri(""), TestService.ISSUER, site.id(), origin.uri());
        for (Map.Entry<String, Start> kind : kinds.entrySet()) {
            Path own = Files.createDirectory(folder.resolve(kind.getKey()));
            servers.put(kind.getKey(), kind.getValue().begin(setting, own));
        }
    }

    private static void stop(TestService service) {
        service.close();
    }

    private static void shows(String name, RunningServer server, @Nullable String token, boolean full) {
        HttpResponse<String> answer = new Readers(server.uri()).read("essay", token);
        assertThat(answer.statusCode()).as(name).isEqualTo(200);
        assertThat(answer.body()).as(name).isEqualTo(Texts.page("essay", full));
    }

    private static boolean opens(RunningServer server, String token) {
        return new Readers(server.uri()).read("essay", token).body().equals(Texts.page("essay", true));
    }
}
