package io.latchkey.integration;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.latchkey.testing.ToldByProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A site's own server behind a gate: it believes the gate, and serves the preview unless told,
 * and greets whoever says in a cookie who they are.
 * Its pages hold the names of headers in which a reader got through.
 */
final class Origin implements AutoCloseable {

    private static final Pattern WHO = Pattern.compile("\\bwho=(\\w+)");

    private final HttpServer server;
    private final AtomicInteger served = new AtomicInteger();

    Origin() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** How many pages it made. */
    int served() {
        return served.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        served.incrementAndGet();
        try (exchange) {
            ToldByProxy told = new ToldByProxy(exchange);
            String text = Texts.page(Texts.articleAt(told.address()), told.full());
            byte[] page = (text + String.join("", told.forged()) + greeting(exchange)).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "public, max-age=60");
            exchange.getResponseHeaders().set("Expires", "Thu, 01 Jan 2037 00:00:00 GMT");
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
        }
    }

    private static String greeting(HttpExchange exchange) {
        String cookies = String.join(";", exchange.getRequestHeaders().getOrDefault("Cookie", List.of()));
        Matcher who = WHO.matcher(cookies);
        return who.find() ? "<p>Hello " + who.group(1) + "</p>" : "";
    }
}
