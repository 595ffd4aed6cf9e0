package io.latchkey.integration;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * A site's own server behind a gate: it believes the gate, and serves the preview unless told. Like
 * some servers it takes {@code _} in a header's name for {@code -}, and an address in a header for
 * the one that was asked for.
 */
final class Origin implements AutoCloseable {

    /** The names of headers in which servers look for another address. */
    static final List<String> ADDRESSES =
            List.of("X-Original-URL", "X-Original-URI", "X-Rewrite-URL", "X-Forwarded-Uri");

    private final HttpServer server;

    Origin() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", Origin::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean full = values(exchange, "X-Latchkey-View").anyMatch("full"::equals);
            String address = ADDRESSES.stream()
                    .flatMap(name -> values(exchange, name))
                    .findFirst()
                    .orElse(exchange.getRequestURI().toString());
            byte[] page = Texts.page(Texts.articleAt(address), full).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "public, max-age=60");
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
        }
    }

    private static Stream<String> values(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().entrySet().stream()
                .filter(header -> header.getKey().replace('_', '-').equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream());
    }
}
