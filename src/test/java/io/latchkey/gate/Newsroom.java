package io.latchkey.gate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.latchkey.testing.ToldByProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A content server that trusts its proxy, as the snippets ask it to: it serves the full text of
 * whatever address it is asked for where it is told that this is granted. Each full text and each
 * personal page holds a mark, and each page the names of headers in which a reader got through.
 */
final class Newsroom implements AutoCloseable {

    static final String FULL = "FULL TEXT";
    static final String PREVIEW = "PREVIEW";

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
        byte[] body = text(exchange).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(200, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static String text(HttpExchange exchange) {
        ToldByProxy told = new ToldByProxy(exchange);
        String address = told.address();
        if (address.startsWith("/me")) {
            exchange.getResponseHeaders().set("Cache-Control", "private, no-store");
            return "PERSONAL " + exchange.getRequestHeaders().getFirst("Cookie");
        }
        String cookie = exchange.getRequestHeaders().getFirst("Cookie");
        return (told.full() ? FULL : PREVIEW) + " of " + address + " for " + cookie + String.join("", told.forged());
    }
}
