package io.latchkey.gate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * A content server that trusts its proxy, as the snippets ask it to: it serves the full text of
 * whatever address it is asked for where it is told that this is granted. Like some servers it takes
 * {@code _} in a header's name for {@code -}, and an address in a header for the one that was asked
 * for. Each full text and each personal page holds a mark.
 */
final class Newsroom implements AutoCloseable {

    static final String FULL = "FULL TEXT";
    static final String PREVIEW = "PREVIEW";

    /** The names of headers in which servers look for another address. */
    static final List<String> ADDRESSES =
            List.of("X-Original-URL", "X-Original-URI", "X-Rewrite-URL", "X-Forwarded-Uri");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Newsroom() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        server.setExecutor(threads);
        server.createContext("/", Newsroom::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String address = ADDRESSES.stream()
                .flatMap(name -> values(exchange, name))
                .findFirst()
                .orElse(exchange.getRequestURI().toString());
        byte[] body = text(exchange, address).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(200, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static String text(HttpExchange exchange, String address) {
        if (address.startsWith("/me")) {
            exchange.getResponseHeaders().set("Cache-Control", "private, no-store");
            return "PERSONAL " + exchange.getRequestHeaders().getFirst("Cookie");
        }
        boolean granted = values(exchange, "X-Latchkey-Decision").anyMatch("granted"::equals);
        String cookie = exchange.getRequestHeaders().getFirst("Cookie");
        return (granted ? FULL : PREVIEW) + " of " + address + " for " + cookie;
    }

    private static Stream<String> values(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().entrySet().stream()
                .filter(header -> header.getKey().replace('_', '-').equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream());
    }
}
