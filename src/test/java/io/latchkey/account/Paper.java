package io.latchkey.account;

import com.nimbusds.jose.JOSEException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.latchkey.access.ContentServer;
import io.latchkey.testing.Api;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestSite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A newspaper's own server, on another site than the service (127.0.0.1 and localhost share no
 * cookies). Its pages load the widget under as strict a policy as there is.
 */
final class Paper implements AutoCloseable {

    /** In the rest of every article, and nowhere else. */
    static final String CANARY = "the heron-grey canary sang";

    private static final Pattern READER = Pattern.compile("reader=([\\w-]+)");
    private static final Pattern RETURN = Pattern.compile("returnTo=([^&]+)");

    private static final Pattern LANGUAGE = Pattern.compile("lang=(\\w\\w)");

    private static final String PREVIEW = """
        <p>The harbour office has kept its tide book since the year of the long frost, and in
        all that time nobody thought to ask who drew the small birds in its margins.</p>
        <p>There are four hundred and twelve of them. They begin in spring, on the day after
        the old bridge opened, and they are always looking out to sea.</p>
        """;

    private static final String STYLE = """
        :root { color-scheme: light dark }
        body { font: 1.1rem/1.6 Georgia, serif; margin: 0; padding: 1rem; background: Canvas;
          color: CanvasText }
        main { max-width: 40rem; margin: 0 auto }
        .low { height: 150vh }
        """;

    private final HttpServer server;
    private final Map<String, String> access = new ConcurrentHashMap<>();
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final TestSite site;
    private final String service;
    private final ContentServer tokens;
    private final boolean accounts;

    private Paper(HttpServer server, TestSite site, String service, ContentServer tokens, boolean accounts) {
        this.server = server;
        this.accounts = accounts;
        this.site = site;
        this.service = service;
        this.tokens = tokens;
    }

    /** Opens a paper for the site, which must name its origin. */
    static Paper open(TestSite site) {
        return open(site, true);
    }

    /** One without accounts of its own, on the same site as the service, where readers sign in. */
    static Paper withoutAccounts(TestSite site) {
        return open(site, false);
    }

    private static Paper open(TestSite site, boolean accounts) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            Api api = site.api();
            String service = api.uri("").toString();
            Paper paper = new Paper(server, site, service, new ContentServer(api, site.id()), accounts);
            server.createContext("/", paper::answer);
            server.start();
            paper.settings("\"locale\":\"en\"");
            return paper;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Changes the site's settings, with the paper's origin among them. */
    Paper settings(String members) {
        String meter = members.contains("\"meter\"") ? "" : "\"meter\":{},";
        Api.Answer put = site.api()
                .put(
                        "/v1/site",
                        site.key(),
                        "{\"name\":\"The Heron\",\"origins\":[\"%s\"],%s%s}".formatted(origin(), meter, members));
        if (put.status() != 200) {
            throw new IllegalStateException(put.text());
        }
        return this;
    }

    Paper article(String id, String level) {
        site.article(id, level);
        access.put(id, level);
        return this;
    }

    /** Serves a page of a test's own beside the articles, under no policy. */
    Paper page(String name, String html) {
        pages.put("/pages/" + name, html);
        return this;
    }

    /** What pages told their server by asking for {@code /told?…}, in the order of its arrival. */
    List<String> told() {
        return List.copyOf(told);
    }

    TestReader reader(String ref) {
        return site.reader(ref);
    }

    TestSite site() {
        return site;
    }

    String origin() {
        return (accounts ? "http://127.0.0.1:" : "http://localhost:")
                + server.getAddress().getPort();
    }

    String address(String article) {
        return origin() + "/articles/" + article;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (path.startsWith("/articles/")) {
            page(exchange, name);
        } else if (pages.containsKey(path)) {
            send(exchange, 200, "text/html", pages.getOrDefault(path, ""));
        } else if (path.equals("/told")) {
            told.add(exchange.getRequestURI().getQuery());
            send(exchange, 204, "text/plain", "");
        } else if (path.startsWith("/text/")) {
            text(exchange, name);
        } else if (path.equals("/session")) {
            session(exchange);
        } else if (path.equals("/login")) {
            logIn(exchange);
        } else if (path.equals("/paper.css")) {
            send(exchange, 200, "text/css", STYLE);
        } else {
            send(exchange, 404, "text/plain", "");
        }
    }

    private void page(HttpExchange exchange, String article) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        String asked = query == null ? "" : query;
        Matcher wanted = LANGUAGE.matcher(asked);
        String language = wanted.find() ? wanted.group(1) : "en";
        exchange.getResponseHeaders()
                .set("Content-Security-Policy", """
                    default-src 'none'; script-src %1$s; connect-src 'self' %1$s; \
                    style-src 'self'; img-src 'self'; base-uri 'none'; form-action %2$s; \
                    frame-ancestors 'none'; require-trusted-types-for 'script'; \
                    trusted-types latchkey\
                    """.formatted(service, asked.contains("forms") ? service : "'none'"));
        send(exchange, 200, "text/html", """
            <!doctype html>
            <html lang="%s"><head><meta charset="utf-8"><title>The birds of the tide book</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <link rel="stylesheet" href="/paper.css"><link rel="icon" href="/icon.svg">
            <script type="module" src="%s/latchkey.js"></script></head>
            <body><main><h1>The birds of the tide book</h1>%s
            <latchkey-paywall site="%s" article="%s" content="/text/%s"%s>
            %s</latchkey-paywall>
            </main></body></html>
            """.formatted(
                        language,
                        service,
                        asked.contains("low") ? "<div class=\"low\"></div>" : "",
                        site.id(),
                        article,
                        article,
                        accounts ? " session=\"/session\" sign-in=\"/login\"" : "",
                        PREVIEW));
    }

    /** The content server: in full for whoever brings a token that opens it. */
    private void text(HttpExchange exchange, String article) throws IOException {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        String token = header == null ? "" : header.replace("Bearer ", "");
        send(
                exchange,
                opens(article, token) ? 200 : 403,
                "text/html",
                opens(article, token)
                        ? PREVIEW + "<p>On the last page, " + CANARY + ", and the tide went out.</p>"
                        : "");
    }

    private boolean opens(String article, String token) {
        String level = access.getOrDefault(article, "subscribers");
        try {
            return tokens.serves(token, article, level, "standard");
        } catch (ParseException | JOSEException malformed) {
            return false;
        }
    }

    private void session(HttpExchange exchange) throws IOException {
        String ref = found(READER, exchange.getRequestHeaders().getFirst("Cookie"));
        send(
                exchange,
                ref == null ? 401 : 200,
                "application/json",
                ref == null
                        ? "{}"
                        : "{\"token\":\"%s\"}".formatted(site.reader(ref).token()));
    }

    private static void logIn(HttpExchange exchange) throws IOException {
        String back = found(RETURN, exchange.getRequestURI().getRawQuery());
        exchange.getResponseHeaders().set("Set-Cookie", "reader=ada; Path=/");
        exchange.getResponseHeaders().set("Location", URLDecoder.decode(String.valueOf(back), StandardCharsets.UTF_8));
        send(exchange, 302, "text/plain", "");
    }

    private static @Nullable String found(Pattern pattern, @Nullable String text) {
        Matcher matcher = pattern.matcher(text == null ? "" : text);
        return matcher.find() ? matcher.group(1) : null;
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type + ";charset=utf-8");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            if (!exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }
}
