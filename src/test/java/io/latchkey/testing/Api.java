package io.latchkey.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the contract, as a publisher's engineer would write one: plain HTTP and JSON. */
public final class Api {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The service has bounds of its own, which are what is tried. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final URI base;
    private final HttpClient client;

    /** A client of the service at this address. */
    public Api(URI base) {
        this.base = base;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build();
    }

    /** What the service answered. */
    public record Answer(int status, java.net.http.HttpHeaders headers, String text) {

        /** The body as JSON; missing when it is none. */
        public JsonNode body() {
            return text.isBlank() ? JSON.missingNode() : JSON.readTree(text);
        }

        /** A member of the body as text. */
        public String text(String member) {
            return body().path(member).asString();
        }

        /** The problem's code. */
        public String code() {
            return text("code");
        }
    }

    /** Sends what was built and waits for the answer. */
    public Answer send(HttpRequest request) {
        try {
            return answer(client.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends without waiting. */
    public CompletableFuture<Answer> sendAsync(HttpRequest request) {
        return client.sendAsync(request, BodyHandlers.ofString()).thenApply(Api::answer);
    }

    /** A request to a path, with a bearer credential unless it is null. */
    public HttpRequest.Builder request(String path, @Nullable String credential) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri(path)).timeout(PATIENCE);
        return credential == null ? builder : builder.header("Authorization", "Bearer " + credential);
    }

    /** The absolute address of a path. */
    public URI uri(String path) {
        return path.startsWith("http") ? URI.create(path) : URI.create(base + path);
    }

    /** GETs. */
    public Answer get(String path, @Nullable String credential) {
        return send(request(path, credential).GET().build());
    }

    /** DELETEs. */
    public Answer delete(String path, @Nullable String credential) {
        return send(request(path, credential).DELETE().build());
    }

    /** PUTs JSON. */
    public Answer put(String path, @Nullable String credential, String json) {
        return send(
                withJson(path, credential).PUT(BodyPublishers.ofString(json)).build());
    }

    /** POSTs JSON. */
    public Answer post(String path, @Nullable String credential, String json) {
        return send(posting(path, credential, json));
    }

    /** POSTs nothing. */
    public Answer post(String path, @Nullable String credential) {
        return send(request(path, credential).POST(BodyPublishers.noBody()).build());
    }

    /** POSTs JSON without waiting. */
    public CompletableFuture<Answer> postAsync(String path, @Nullable String credential, String json) {
        return sendAsync(posting(path, credential, json));
    }

    private HttpRequest posting(String path, @Nullable String credential, String json) {
        return withJson(path, credential).POST(BodyPublishers.ofString(json)).build();
    }

    private HttpRequest.Builder withJson(String path, @Nullable String credential) {
        return request(path, credential).header("Content-Type", "application/json");
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.headers(), response.body());
    }
}
