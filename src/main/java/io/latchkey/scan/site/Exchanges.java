package io.latchkey.scan.site;

import io.latchkey.scan.probe.Probe;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Single requests: so many at once, and each so long. */
final class Exchanges implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore free;
    private final Duration patience;

    Exchanges(int atOnce, Duration patience) {
        this.free = new Semaphore(atOnce);
        this.patience = patience;
    }

    /** One request until the last byte of its answer, which takes its place and its time. */
    Answer of(Probe probe, URI address) throws IOException, InterruptedException {
        HttpRequest request = request(probe, address);
        free.acquire();
        Future<Answer> answer = threads.submit(() -> send(request));
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no end of the answer in " + patience);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException broken ? broken : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
            free.release();
        }
    }

    private Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            Body body = Body.of(in);
            return new Answer(
                    request.uri(), response.statusCode(), response.headers().map(), body.text(), body.cut());
        }
    }

    private HttpRequest request(Probe probe, URI address) {
        Map<String, String> headers = new HashMap<>();
        headers.put("User-Agent", BROWSER);
        headers.put("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        headers.putAll(probe.headers());
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(patience).method(probe.method(), BodyPublishers.noBody());
        headers.forEach(request::header);
        return request.build();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.shutdownNow();
        client.close();
    }
}
