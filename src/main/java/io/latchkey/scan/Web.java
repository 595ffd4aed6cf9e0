package io.latchkey.scan;

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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Asks the site, without cookies and with bounds on everything. Waits for its answers: the command
 * runs on virtual threads of its own, where waiting costs nothing.
 */
final class Web implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int LARGEST_BODY = 4 << 20;
    private static final int MOST_REDIRECTS = 5;
    private static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();
    private final Semaphore free;

    /**
     * @param atOnce how many requests are under way at most
     */
    Web(int atOnce) {
        this.free = new Semaphore(atOnce);
    }

    /**
     * The answer after redirects within the host; empty when there was none. What may be asked
     * twice (RFC 9110, section 9.2.2) is, when the connection broke: one that was kept open for too
     * long says nothing about the site.
     */
    Optional<Answer> ask(Probe probe) {
        int tries = REPEATABLE.contains(probe.method()) ? 2 : 1;
        for (int tried = 0; tried < tries; tried++) {
            try {
                return Optional.ofNullable(follow(probe));
            } catch (HttpTimeoutException | IllegalArgumentException e) {
                return Optional.empty();
            } catch (IOException e) {
                // Tried again, if it may be.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private @Nullable Answer follow(Probe probe) throws IOException, InterruptedException {
        URI address = probe.address();
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            HttpResponse<InputStream> response = send(probe, address);
            try (InputStream body = response.body()) {
                URI next = redirect(response, address);
                if (next == null) {
                    return new Answer(
                            response.statusCode(),
                            response.headers().map(),
                            new String(body.readNBytes(LARGEST_BODY), StandardCharsets.UTF_8));
                }
                address = next;
            }
        }
        return null;
    }

    private HttpResponse<InputStream> send(Probe probe, URI address) throws IOException, InterruptedException {
        Map<String, String> headers = new HashMap<>();
        headers.put("User-Agent", BROWSER);
        headers.put("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        headers.putAll(probe.headers());
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(ANSWER).method(probe.method(), BodyPublishers.noBody());
        headers.forEach(request::header);
        free.acquire();
        try {
            return client.send(request.build(), BodyHandlers.ofInputStream());
        } finally {
            free.release();
        }
    }

    private static @Nullable URI redirect(HttpResponse<?> response, URI from) {
        return response.statusCode() / 100 == 3
                ? response.headers()
                        .firstValue("location")
                        .map(from::resolve)
                        .filter(to -> from.getAuthority().equals(to.getAuthority()))
                        .orElse(null)
                : null;
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
