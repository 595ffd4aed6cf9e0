package io.latchkey.shared.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.latchkey.testing.Api;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.Wait;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Nobody holds what others need by sending nothing, or little. */
class ConnectionsTests {

    private static final int PATIENCE_MILLIS = 60_000;
    private static final Duration A_WHILE = Duration.ofMillis(100);
    private static final String LATE = "HTTP/1.1 408 Request Timeout\r\n";
    private static final String DATABASE = TestDatabase.fresh();

    @SuppressWarnings("NullAway.Init")
    private static TestService service;

    @SuppressWarnings("NullAway.Init")
    private static TestSite site;

    @BeforeAll
    static void start() {
        service = TestService.on(
                DATABASE,
                "--latchkey.connections.head=1s",
                "--latchkey.connections.pause=10s",
                "--latchkey.connections.body=2s",
                "--latchkey.connections.idle=3s",
                "--latchkey.requests.long-bound=3s");
        // At once: a client that keeps its connections must not ask on one that is just ending.
        site = service.site("imports");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void halfAHeadIsRefusedAndTheConnectionEnds() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "GET /.well-known/jwks.json HTTP/1.1\r\nHost: loc");
            assertThat(rest(socket)).startsWith(LATE);
        }
    }

    @Test
    void aHeadThatTricklesIsRefused() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "GET / HTTP/1.1\r\nX-Long: ");
            assertThat(trickled(socket, "a", 1_000)).startsWith(LATE);
        }
    }

    /** And it is a client's fault: what Reactor has no one to tell is no error in the log. */
    @Test
    void aBodyThatStopsIsRefusedAndTheConnectionEnds() throws IOException {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger unheard = (Logger) LoggerFactory.getLogger("io.latchkey.shared.problem.UnheardErrors");
        unheard.setLevel(Level.DEBUG);
        unheard.addAppender(lines);
        try (Socket socket = connect()) {
            send(socket, posting("/v1/sessions", "", 100) + "{\"site\":");
            assertThat(rest(socket)).startsWith(LATE).contains("\"code\":\"request-timeout\"");

            Wait.until("a line about it", () -> !lines.list.isEmpty());
            assertThat(lines.list.getFirst().getLevel()).isEqualTo(Level.DEBUG);
        } finally {
            unheard.detachAppender(lines);
            unheard.setLevel(null);
        }
    }

    /** An article may be called so. */
    @Test
    void whatOnlyBeginsLikeAnImportIsNone() throws IOException {
        try (Socket socket = connect()) {
            send(
                    socket,
                    posting("/v1/articles/imported", "Authorization: Bearer %s\r\n".formatted(site.key()), 1_000)
                            .replaceFirst("POST", "PUT"));
            assertThat(trickled(socket, " ", 900)).startsWith(LATE);
        }
    }

    @Test
    void aBodyThatTricklesIsRefused() throws IOException {
        try (Socket socket = connect()) {
            send(socket, posting("/v1/sessions", "", 1_000) + "{\"site\":\"");
            assertThat(trickled(socket, "a", 900)).startsWith(LATE);
        }
    }

    /** Longer than anybody would wait for an answer: nobody waits for us meanwhile. */
    @Test
    void anImportMayTakeAsLongAsItComes() throws IOException {
        String line = """
            {"id":"slow","title":"Slow","url":"https://paper.example/","access":"free"}
            """;
        try (Socket socket = connect()) {
            send(
                    socket,
                    posting(
                            "/v1/articles/import",
                            "Authorization: Bearer %s\r\nConnection: close\r\n".formatted(site.key()),
                            line.length()));
            for (String part : line.split("(?<=\\G..)", -1)) {
                send(socket, part);
                Wait.pause(A_WHILE);
            }
            assertThat(rest(socket)).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void aConnectionThatAsksNothingMoreEnds() throws IOException {
        try (Socket socket = connect();
                Socket silent = connect()) {
            send(socket, "GET /.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(rest(socket)).startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(rest(silent)).isEmpty();
        }
    }

    @Test
    void thoseBeyondTheMostAreClosedAsTheyComeAndOthersAreServed() throws IOException {
        try (TestService small =
                        TestService.on(DATABASE, "--latchkey.connections.most=2", "--latchkey.connections.idle=1m");
                Socket first = connect(small);
                Socket second = connect(small)) {
            roundTrip(first);
            roundTrip(second);
            try (Socket third = connect(small)) {
                assertThat(rest(third)).isEmpty();
            }
            roundTrip(first);
            second.shutdownOutput();
            Wait.until("room for another", () -> served(small));
        }
    }

    @Test
    void manySlowOnesLeaveTheOthersTheirSpeed() throws IOException {
        slow(100);
    }

    @Test
    @Tag("torture")
    void thousandsOfSlowOnesLeaveTheOthersTheirSpeed() throws IOException {
        slow(2_000);
    }

    @Test
    void nothingIsLeftOfRequestsThatAreOver() throws JMException {
        requested(3_000);
    }

    @Test
    @Tag("torture")
    void nothingIsLeftOfAHundredThousandRequestsThatAreOver() throws JMException {
        requested(100_000);
    }

    /** A third of them sends half a head, a third half a body, a third nothing. */
    private static void slow(int count) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int number = 0; number < count; number++) {
                Socket socket = connect();
                sockets.add(socket);
                switch (number % 3) {
                    case 0 -> send(socket, "GET / HTTP/1.1\r\nHos");
                    case 1 -> send(socket, posting("/v1/sessions", "", 100) + "{");
                    default -> {}
                }
                if (number % 20 == 0) {
                    assertThat(served(service)).isTrue();
                }
            }
            for (Socket socket : sockets) {
                rest(socket);
            }
            assertThat(served(service)).isTrue();
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static void requested(int count) throws JMException {
        long before = operations();
        Api client = new Api(service.api().uri(""));
        HttpRequest keys = client.request("/.well-known/jwks.json", null).build();
        Long answered = Flux.range(0, count)
                .flatMap(_ -> Mono.fromFuture(() -> client.sendAsync(keys)), 16)
                .filter(answer -> answer.status() == 200)
                .count()
                .block();
        assertThat(answered).isEqualTo(count);
        assertThat(operations() - before).isLessThan(200);
    }

    /** Live requests of Reactor Netty in this process, after a full collection. */
    private static long operations() throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .filter(line -> line.contains("reactor.netty.http.server.HttpServerOperations "))
                .map(line -> line.strip().split("\\s+", -1)[1])
                .mapToLong(Long::parseLong)
                .sum();
    }

    private static boolean served(TestService by) {
        try (Socket socket = connect(by)) {
            send(socket, """
                GET /.well-known/jwks.json HTTP/1.1\r
                Host: localhost\r
                Connection: close\r
                \r
                """);
            return rest(socket).startsWith("HTTP/1.1 200 OK\r\n");
        } catch (IOException e) {
            return false;
        }
    }

    /** Asks and reads a whole answer, so that the connection is counted and stays. */
    private static void roundTrip(Socket socket) throws IOException {
        send(socket, "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n");
        StringBuilder read = new StringBuilder();
        while (!read.toString().endsWith("}")) {
            int next = socket.getInputStream().read();
            assertThat(next).as("after %s", read).isNotNegative();
            read.append((char) next);
        }
    }

    private static Socket connect() throws IOException {
        return connect(service);
    }

    private static Socket connect(TestService to) throws IOException {
        Socket socket = new Socket("localhost", to.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static String posting(String path, String headers, int length) {
        return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\n%sContent-Length: %d\r\n\r\n"
                .formatted(
                        path, path.endsWith("import") ? "application/x-ndjson" : "application/json", headers, length);
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Sends the same again and again; what came back meanwhile. It closes upon what is under way,
     * and then TCP may drop the answer.
     */
    private static String trickled(Socket socket, String drop, int most) throws IOException {
        try {
            for (int sent = 0; sent < most && socket.getInputStream().available() == 0; sent++) {
                send(socket, drop);
                Wait.pause(A_WHILE);
            }
            return socket.getInputStream().available() == 0 ? "" : rest(socket);
        } catch (SocketException closed) {
            return LATE;
        }
    }

    /** All that comes until the other side closes. */
    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
