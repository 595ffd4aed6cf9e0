package io.latchkey.integration.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.latchkey.testing.ToldByProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Premium bodies in a shared cache, keyed by the decision as the page about serving shows it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedCacheTests {

    private static final int REQUESTS = 10_000;
    private static final int AT_ONCE = 50;
    private static final int ARTICLES = 20;
    private static final int PAGES = 1;
    private static final int UNDECIDED = 99;

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger rendered = new AtomicInteger();
    private HttpServer origin = serve();
    private CachingNginx nginx = new CachingNginx();

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        nginx.start(folder, origin.getAddress().getPort());
    }

    @AfterAll
    void stop() {
        nginx.close();
        origin.stop(0);
    }

    /** Readers in any order: who may read article 7 brings a token that ends with 7. */
    @Test
    void nobodyIsServedWhatWasDecidedForAnother() {
        Random random = new Random(7);
        for (int done = 0; done < REQUESTS; done += AT_ONCE) {
            List<Asked> some = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                some.add(new Asked(
                        random.nextInt(ARTICLES),
                        random.nextInt(1 + PAGES),
                        random.nextInt(ARTICLES),
                        random.nextBoolean()));
            }
            List<CompletableFuture<HttpResponse<String>>> answers =
                    some.stream().map(this::send).toList();
            for (int i = 0; i < AT_ONCE; i++) {
                some.get(i).isAnsweredBy(answers.get(i).join());
            }
        }
        // Two bodies a page: otherwise nothing was shared, and nothing was proved.
        int pages = ARTICLES * (1 + PAGES);
        assertThat(rendered.get()).isBetween(2 * pages, 4 * pages);
    }

    @Test
    void isThePreviewWhileNobodyDecides() {
        new Asked(1, 0, UNDECIDED, true)
                .isAnsweredBy(send(new Asked(1, 0, UNDECIDED, true)).join());
    }

    /**
     * One request.
     *
     * @param page of the article; 0 without saying so
     * @param token for which article; none is decided on where it is {@link #UNDECIDED}
     * @param forges whether it says itself that it may read
     */
    private record Asked(int article, int page, int token, boolean forges) {

        void isAnsweredBy(HttpResponse<String> answer) {
            String view = article == token ? "full" : "preview";
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(view + " of " + article + query());
            assertThat(answer.headers().allValues("Cache-Control")).containsExactly("private, no-store");
        }

        private String query() {
            return page == 0 ? "" : "?page=" + page;
        }
    }

    private CompletableFuture<HttpResponse<String>> send(Asked asked) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(nginx.origin() + "/articles/" + asked.article + asked.query()))
                .header("Authorization", "Bearer for-" + asked.token)
                .header("Cookie", "reader=" + asked.token);
        if (asked.forges) {
            ToldByProxy.OPENING.forEach(request::header);
            ToldByProxy.ABOUT.forEach(name -> request.header(name, ToldByProxy.FORGED));
            request.header("X-Original-URL", "/articles/" + asked.token)
                    .header("X-Rewrite-URL", "/articles/" + asked.token);
        }
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    private HttpServer serve() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/gate", SharedCacheTests::decide);
            server.createContext("/articles/", this::render);
            server.start();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void decide(HttpExchange exchange) throws IOException {
        String article = last(exchange.getRequestHeaders().getFirst("X-Original-URI"), '/')
                .split("[?]", 2)[0];
        String token = last(exchange.getRequestHeaders().getFirst("Authorization"), '-');
        int refused = token.equals(Integer.toString(UNDECIDED)) ? 503 : 401;
        exchange.sendResponseHeaders(article.equals(token) ? 204 : refused, -1);
        exchange.close();
    }

    private void render(HttpExchange exchange) throws IOException {
        rendered.incrementAndGet();
        Headers headers = exchange.getRequestHeaders();
        ToldByProxy told = new ToldByProxy(exchange);
        // A page for one reader, where it is told who that is.
        String reader = headers.containsKey("Cookie") ? " for " + headers.getFirst("Cookie") : "";
        String view = told.full() ? "full" : "preview";
        String text = view + " of " + last(told.address(), '/') + reader + String.join("", told.forged());
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Cache-Control", "public, max-age=600");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String last(String text, char mark) {
        return text.substring(text.lastIndexOf(mark) + 1);
    }
}
