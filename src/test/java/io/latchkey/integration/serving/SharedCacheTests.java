package io.latchkey.integration.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
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
                some.add(new Asked(random.nextInt(ARTICLES), random.nextInt(ARTICLES), random.nextBoolean()));
            }
            List<CompletableFuture<HttpResponse<String>>> answers =
                    some.stream().map(this::send).toList();
            for (int i = 0; i < AT_ONCE; i++) {
                some.get(i).isAnsweredBy(answers.get(i).join());
            }
        }
        // Two bodies an article: otherwise nothing was shared, and nothing was proved.
        assertThat(rendered.get()).isBetween(2 * ARTICLES, 4 * ARTICLES);
    }

    /**
     * One request.
     *
     * @param forges whether it says itself that it may read
     */
    private record Asked(int article, int token, boolean forges) {

        void isAnsweredBy(HttpResponse<String> answer) {
            String view = article == token ? "full" : "preview";
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(view + " of " + article);
            assertThat(answer.headers().allValues("Cache-Control")).containsExactly("private, no-store");
        }
    }

    private CompletableFuture<HttpResponse<String>> send(Asked asked) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(nginx.origin() + "/articles/" + asked.article))
                .header("Authorization", "Bearer for-" + asked.token);
        if (asked.forges) {
            request.header("X-Latchkey-View", "full");
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
        String article = last(exchange.getRequestHeaders().getFirst("X-Original-URI"), '/');
        String token = last(exchange.getRequestHeaders().getFirst("Authorization"), '-');
        exchange.sendResponseHeaders(article.equals(token) ? 204 : 401, -1);
        exchange.close();
    }

    private void render(HttpExchange exchange) throws IOException {
        rendered.incrementAndGet();
        String article = last(exchange.getRequestURI().getPath(), '/');
        String view = exchange.getRequestHeaders().getFirst("X-Latchkey-View");
        byte[] body = (view + " of " + article).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Cache-Control", "public, max-age=600");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String last(String text, char mark) {
        return text.substring(text.lastIndexOf(mark) + 1);
    }
}
