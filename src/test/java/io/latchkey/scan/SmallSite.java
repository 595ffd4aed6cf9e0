package io.latchkey.scan;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A site on loopback that answers at each path what a test says, and 404 elsewhere. */
final class SmallSite implements AutoCloseable {

    private final Map<String, HttpHandler> paths = new ConcurrentHashMap<>();
    private final HttpServer server;

    SmallSite() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        paths.getOrDefault(exchange.getRequestURI().getPath(), page(404, "none"))
                .handle(exchange);
    }

    SmallSite on(String path, HttpHandler handler) {
        paths.put(path, handler);
        return this;
    }

    /** A sitemap at its usual place of these addresses, in its elements. */
    SmallSite sitemap(Object... addresses) {
        return on("/sitemap.xml", xml(urls(addresses)));
    }

    static String urls(Object... addresses) {
        return Stream.of(addresses)
                .map(address -> "<url><loc>" + address + "</loc></url>")
                .collect(Collectors.joining("", "<urlset>", "</urlset>"));
    }

    /** An index at its usual place of these sitemaps. */
    SmallSite index(Stream<URI> sitemaps) {
        return on(
                "/sitemap.xml",
                xml(sitemaps.map(address -> "<sitemap><loc>" + address + "</loc></sitemap>")
                        .collect(Collectors.joining("", "<sitemapindex>", "</sitemapindex>"))));
    }

    URI at(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    static HttpHandler page(int status, String html) {
        return exchange -> send(exchange, status, "text/html", html.getBytes(StandardCharsets.UTF_8));
    }

    static HttpHandler xml(String xml) {
        return exchange -> send(exchange, 200, "application/xml", xml.getBytes(StandardCharsets.UTF_8));
    }

    static HttpHandler leadingTo(Object elsewhere) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", elsewhere.toString());
            send(exchange, 301, "text/html", new byte[0]);
        };
    }

    static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            boolean bare = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, bare ? -1 : body.length);
            if (!bare) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
