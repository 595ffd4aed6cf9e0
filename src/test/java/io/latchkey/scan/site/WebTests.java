package io.latchkey.scan.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.latchkey.scan.probe.Probe;
import io.latchkey.testing.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The bounds hold until the last byte, not until the first. */
class WebTests {

    private static final Duration DRIP = Duration.ofMillis(20);
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private static HttpServer serving(HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", handler);
        server.start();
        return server;
    }

    private static Probe at(HttpServer server) {
        return Probe.get(
                "plain", URI.create("http://localhost:" + server.getAddress().getPort() + "/"));
    }

    @Test
    void givesUpABodyThatDrips() throws IOException {
        HttpServer server = serving(exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                for (long end = System.nanoTime() + WITHIN.toNanos(); System.nanoTime() < end; Wait.pause(DRIP)) {
                    exchange.getResponseBody().write('.');
                    exchange.getResponseBody().flush();
                }
            }
        });
        try (Web web = new Web(1, Duration.ofMillis(200))) {
            assertThat(web.ask(at(server))).isEmpty();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void keepsItsPlaceUntilTheBodyIsRead() throws Exception {
        CountDownLatch another = new CountDownLatch(2);
        AtomicBoolean together = new AtomicBoolean();
        HttpServer server = serving(exchange -> {
            another.countDown();
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write('.');
                exchange.getResponseBody().flush();
                if (another.getCount() > 0 && another.await(10 * DRIP.toMillis(), TimeUnit.MILLISECONDS)) {
                    together.set(true);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (Web web = new Web(1);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<Answer>> one = threads.submit(() -> web.ask(at(server)));
            Future<Optional<Answer>> two = threads.submit(() -> web.ask(at(server)));
            assertThat(List.of(one.get(), two.get()))
                    .allSatisfy(answer -> assertThat(answer.map(Answer::body)).contains("."));
            assertThat(together).isFalse();
        } finally {
            server.stop(0);
        }
    }

    /** Whoever waits for a busy page lets the others be asked. */
    @Test
    void asksABusySiteAgainWhenItSaysSoAndHoldsNoPlaceMeanwhile() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = serving(exchange -> {
            try (exchange) {
                boolean busy = asked.incrementAndGet() == 1;
                exchange.getResponseHeaders().set("Retry-After", "3");
                exchange.sendResponseHeaders(busy ? 503 : 200, -1);
            } finally {
                second.countDown();
            }
        });
        try (Web web = new Web(1);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<Answer>> busy = threads.submit(() -> web.ask(at(server)));
            assertThat(second.await(WITHIN.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(web.ask(at(server)).map(Answer::status)).contains(200);
            assertThat(busy.isDone()).isFalse();
            assertThat(busy.get().map(Answer::status)).contains(200);
            assertThat(asked).hasValue(3);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void waitsNoLongerThanItIsTold() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = serving(exchange -> {
            try (exchange) {
                exchange.getResponseHeaders()
                        .set("Retry-After", exchange.getRequestURI().getQuery());
                asked.incrementAndGet();
                exchange.sendResponseHeaders(429, -1);
            }
        });
        try (Web web = new Web(1)) {
            URI site = at(server).address();
            assertThat(web.ask(Probe.get("an hour", site.resolve("?3600"))).map(Answer::status))
                    .contains(429);
            assertThat(asked).hasValue(1);
            web.ask(Probe.get("at once", site.resolve("?0")));
            assertThat(asked).hasValue(1 + 1 + 3);
            web.ask(Probe.get("long ago", site.resolve("?Wed,%2021%20Oct%202015%2007:28:00%20GMT")));
            assertThat(asked).hasValue(5 + 1 + 3);
        } finally {
            server.stop(0);
        }
    }
}
