package io.latchkey.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.RawHttp;
import io.latchkey.testing.TestService;
import io.latchkey.testing.Wait;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.AvailabilityState;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.http.HttpResources;

/** Probes on a port of their own: the same answers, nothing else, and nobody to wait behind. */
class ProbeServerTests {

    private static final String LIVENESS = "/actuator/health/liveness";
    private static final String READINESS = "/actuator/health/readiness";

    private static final TestService SERVICE = TestService.own("--latchkey.probes.port=0");

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {LIVENESS, READINESS})
    void answerAsThePortOfEverythingElseDoes(String path) {
        Answer answer = probes().get(path, null);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.text()).isEqualTo(SERVICE.api().get(path, null).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1/site",
                "/v1/sites",
                "/.well-known/jwks.json",
                "/actuator",
                "/actuator/prometheus",
                "/actuator/health",
                "/actuator/health/",
                "/actuator/health/r2dbc",
                "/actuator/health/liveness/livenessState",
                "/actuator/health/../prometheus"
            })
    void answerNothingElse(String path) {
        assertThat(RawHttp.send(port(), "GET " + path, bearer(TestService.OPERATOR))
                        .status())
                .as(path)
                .isEqualTo(404);
        assertThat(RawHttp.send(port(), "POST " + LIVENESS).status()).isEqualTo(404);
    }

    @Test
    void sayWhenItIsNotReadyOrDoesNotLive() {
        try {
            tell(ReadinessState.REFUSING_TRAFFIC);
            assertThat(probes().get(READINESS, null).status()).isEqualTo(503);
            assertThat(probes().get(READINESS, null).text("status")).isEqualTo("OUT_OF_SERVICE");
            assertThat(probes().get(LIVENESS, null).status()).isEqualTo(200);

            tell(LivenessState.BROKEN);
            assertThat(probes().get(LIVENESS, null).status()).isEqualTo(503);
        } finally {
            tell(ReadinessState.ACCEPTING_TRAFFIC);
            tell(LivenessState.CORRECT);
        }
        assertThat(probes().get(READINESS, null).status()).isEqualTo(200);
    }

    /** However much there is to do for everybody else. */
    @Test
    void waitBehindNobody() {
        CountDownLatch busy = new CountDownLatch(1);
        List<EventExecutor> others = othersThreads();
        try {
            CountDownLatch all = new CountDownLatch(others.size());
            others.forEach(thread -> thread.execute(() -> occupy(all, busy)));
            Wait.until("all the other event loops are occupied", () -> all.getCount() == 0);
            CompletableFuture<Answer> asked = SERVICE.api()
                    .sendAsync(SERVICE.api().request(LIVENESS, null).GET().build());

            assertThat(probes().get(LIVENESS, null).status()).isEqualTo(200);
            assertThat(probes().get(READINESS, null).status()).isEqualTo(200);
            assertThat(asked).isNotDone();
            busy.countDown();
            assertThat(asked.join().status()).isEqualTo(200);
        } finally {
            busy.countDown();
        }
    }

    /** One question each; what asks nothing is closed in seconds, and nobody waits for it. */
    @Test
    void keepNoConnection() throws IOException {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                silent.add(new Socket("localhost", port()));
            }
            silent.getFirst().getOutputStream().write('G');

            assertThat(probes().get(LIVENESS, null).headers().firstValue("Connection"))
                    .hasValue("close");
            for (Socket socket : silent) {
                socket.setSoTimeout(60_000);
                assertThat(socket.getInputStream().readAllBytes()).isEmpty();
            }
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void sayThatTheirPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> TestService.own("--latchkey.probes.port=" + taken.getLocalPort()))
                    .satisfies(failure -> assertThat(PortInUseException.class).isIn(kinds(failure)));
        }
    }

    @Test
    void haveNoPortOfTheirOwnUnlessAskedFor() {
        ProbeServer none = TestService.shared().bean(ProbeServer.class);

        assertThat(none.isRunning()).isFalse();
        assertThatThrownBy(none::port).isInstanceOf(IllegalStateException.class);
    }

    private static List<Class<?>> kinds(Throwable failure) {
        List<Class<?>> kinds = new ArrayList<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            kinds.add(cause.getClass());
        }
        return kinds;
    }

    private static void tell(AvailabilityState state) {
        SERVICE.bean(ApplicationAvailabilityBean.class)
                .onApplicationEvent(new AvailabilityChangeEvent<>(SERVICE, state));
    }

    /** Those of the service's own port, and those that a server gets that asks for none. */
    private static List<EventExecutor> othersThreads() {
        List<EventExecutor> threads = new ArrayList<>();
        for (EventLoopGroup group : List.of(
                Objects.requireNonNull(
                                SERVICE.bean(ReactorResourceFactory.class).getLoopResources())
                        .onServer(true),
                HttpResources.get().onServer(true))) {
            group.forEach(threads::add);
        }
        return threads;
    }

    private static void occupy(CountDownLatch all, CountDownLatch busy) {
        all.countDown();
        while (busy.getCount() > 0) {
            // Held, as by a request that computes.
        }
    }

    private static String bearer(String credential) {
        return "Authorization: Bearer " + credential;
    }

    private static int port() {
        return SERVICE.bean(ProbeServer.class).port();
    }

    private static Api probes() {
        return new Api(URI.create("http://localhost:" + port()));
    }
}
