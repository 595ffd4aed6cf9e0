package io.latchkey.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.ToldByProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The published nginx keeps article pages by decision. Readers who may and who may not read take
 * turns at the same addresses, and nobody is served another's page.
 */
class CachingProxyTests {

    private static final int AT_ONCE = 8;
    private static final int ARTICLES = 6;

    /**
     * Who asks.
     *
     * @param opened the numbers of the articles that are open to them
     */
    private record Visitor(String name, String token, List<Integer> opened) {}

    @Test
    void servesNobodyAnothersPage() throws Exception {
        servesNobodyAnothersPage(1_000);
    }

    @Tag("torture")
    @Test
    void servesNobodyAnothersPageInTenThousandRequests() throws Exception {
        servesNobodyAnothersPage(10_000);
    }

    private static void servesNobodyAnothersPage(int requests)
            throws IOException, InterruptedException, ExecutionException {
        TestService service = TestService.shared();
        TestSite site = GateDoor.told(service.site("cached").articles("post-", ARTICLES, "premium"), "deny");
        List<Visitor> visitors = visitors(site);
        try (Newsroom newsroom = new Newsroom();
                Proxy proxy = Proxy.nginx(service.port(), newsroom.port(), site.id());
                HttpClient client = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Integer>> parts = new ArrayList<>();
            for (int part = 0; part < AT_ONCE; part++) {
                Random random = new Random(part);
                parts.add(threads.submit(() -> visit(client, proxy.port(), visitors, random, requests / AT_ONCE)));
            }
            int visits = 0;
            for (Future<Integer> part : parts) {
                visits += part.get();
            }
            assertThat(visits).isEqualTo(requests);
        }
    }

    private static int visit(HttpClient client, int port, List<Visitor> visitors, Random random, int visits)
            throws Exception {
        for (int i = 0; i < visits; i++) {
            Visitor visitor = visitors.get(random.nextInt(visitors.size()));
            int post = random.nextInt(ARTICLES);
            boolean own = random.nextInt(4) == 0;
            String address = own ? "/me/" + post : "/articles/post-" + post;
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + address))
                    .timeout(Duration.ofSeconds(60))
                    .header("Cookie", "who=" + visitor.name());
            if (random.nextBoolean()) {
                ToldByProxy.OPENING.forEach(request::header);
            }
            if (!visitor.token().isEmpty()) {
                request.header("Authorization", "Bearer " + visitor.token());
            }
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            String expected = own
                    ? "PERSONAL who=" + visitor.name()
                    : (visitor.opened().contains(post) ? Newsroom.FULL : Newsroom.PREVIEW)
                            + " of "
                            + address
                            + " for null";
            assertThat(answer.body()).isEqualTo(expected);
            assertThat(answer.headers().firstValue("Cache-Control")).hasValue("private, no-store");
        }
        return visits;
    }

    /** Half of them have opened some articles each; one brings nothing. */
    private static List<Visitor> visitors(TestSite site) {
        List<Visitor> visitors = new ArrayList<>();
        visitors.add(new Visitor("nobody", "", List.of()));
        for (int i = 0; i < ARTICLES; i++) {
            TestReader reader = site.reader("reader-" + i);
            List<Integer> opened = List.of(i, (i + 1) % ARTICLES);
            assertThat(site.grant(reader.ref(), opened.size()).status()).isEqualTo(201);
            for (int post : opened) {
                assertThat(reader.unlock("post-" + post).status()).isEqualTo(201);
            }
            String token = reader.check("post-" + i).text("token");
            visitors.add(new Visitor(reader.ref(), token, opened));
        }
        return visitors;
    }
}
