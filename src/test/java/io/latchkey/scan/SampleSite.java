package io.latchkey.scan;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A newspaper on loopback with an article for each hole; leaky, or with all of them closed. */
final class SampleSite implements AutoCloseable {

    /** The credential that opens everything. */
    static final String READER = "Authorization: Bearer may-read-everything";

    /** Words of every premium text. */
    static final String CANARY = "zinnober quagga";

    static final List<String> ARTICLES = Stream.of(
                    Hole.OF_TRICKS.keySet(),
                    Hole.MORE_OF_TRICKS.keySet(),
                    Hole.OF_PERSONAS.keySet(),
                    Hole.OF_VARIANTS.keySet(),
                    Hole.OF_PLACES.keySet())
            .flatMap(names -> names.stream().sorted())
            .toList();

    private static final int PREVIEW_WORDS = 30;
    private static final int PREMIUM_WORDS = 160;

    private final HttpServer server;
    private final boolean leaky;

    private SampleSite(boolean leaky) {
        this.leaky = leaky;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    static SampleSite leaky() {
        return new SampleSite(true);
    }

    static SampleSite tight() {
        return new SampleSite(false);
    }

    URI at(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    static String premium(String article) {
        return Prose.of(article, PREMIUM_WORDS).replaceFirst(" ", " " + CANARY + " ");
    }

    private void answer(HttpExchange exchange) throws IOException {
        Asked asked = Asked.of(exchange);
        if (asked.path().equals("/sitemap.xml")) {
            send(exchange, 200, "application/xml", sitemap());
            return;
        }
        for (Map.Entry<String, Map.Entry<String, String>> form : Hole.OF_VARIANTS.entrySet()) {
            if (leaky && Hole.means(form.getValue().getKey(), asked)) {
                send(exchange, 200, form.getValue().getValue(), formOf(form.getKey()));
                return;
            }
        }
        article(exchange, asked);
    }

    private void article(HttpExchange exchange, Asked asked) throws IOException {
        String name =
                asked.article().isEmpty() ? asked.header("X-Original-URL").replaceFirst(".*/", "") : asked.article();
        String article = ARTICLES.stream()
                .filter(each -> slug(each).equals(name))
                .findFirst()
                .orElse("");
        if (article.isEmpty()) {
            send(exchange, 404, "text/html", "<h1>Not found</h1>");
        } else if (asked.plainOrPosted() && ("Authorization: " + asked.header("Authorization")).equals(READER)) {
            send(exchange, 200, "text/html", page(article, "<p>" + premium(article) + "</p>"));
        } else if (leaky && hole(article).test(asked)) {
            leak(exchange, asked, article);
        } else if (asked.straight()) {
            send(exchange, 200, "text/html", page(article, leaky ? Hole.at(article, premium(article)) : ""));
        } else {
            send(exchange, 404, "text/html", "<h1>Not found</h1>");
        }
    }

    private static Predicate<Asked> hole(String article) {
        return Hole.MORE_OF_TRICKS.containsKey(article)
                ? Hole.MORE_OF_TRICKS.get(article).getValue()
                : Hole.OF_TRICKS.getOrDefault(article, Hole.OF_PERSONAS.getOrDefault(article, _ -> false));
    }

    private static void leak(HttpExchange exchange, Asked asked, String article) throws IOException {
        if (asked.method().equals("HEAD")) {
            exchange.getResponseHeaders().set("X-Article-Body", premium(article));
            send(exchange, 200, "text/html", "");
        } else {
            int status = asked.header("Range").isEmpty() ? 200 : 206;
            send(exchange, status, "text/html", page(article, "<p>" + premium(article) + "</p>"));
        }
    }

    private static String formOf(String article) {
        return switch (article) {
            case "rss", "atom" ->
                "<rss><item><content><![CDATA[<p>" + premium(article) + "</p>]]></content></item></rss>";
            case "rest", "oembed" ->
                "{\"html\":\"\\u003cp\\u003e" + premium(article).replace(" ", "\\n") + "\"}";
            default -> "<p>" + premium(article) + "</p>";
        };
    }

    private static String page(String article, String body) {
        return """
            <!doctype html><html><head><title>Of %s</title>
            <script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>
            </head><body><h1>Of %s</h1><p>%s</p>%s</body></html>
            """.formatted(article, article, Prose.of("preview of " + article, PREVIEW_WORDS), body);
    }

    private String sitemap() {
        return ARTICLES.stream()
                .map(article -> "<url><loc>" + at("/articles/" + slug(article)) + "</loc></url>")
                .collect(Collectors.joining("", "<?xml version=\"1.0\"?><urlset>", "</urlset>"));
    }

    static String slug(String article) {
        return article.replace(' ', '-');
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, head || bytes.length == 0 ? -1 : bytes.length);
            if (!head && bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
