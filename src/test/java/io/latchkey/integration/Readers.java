package io.latchkey.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Readers of a content server, some without manners. */
final class Readers {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final URI server;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    Readers(URI server) {
        this.server = server;
    }

    /** A page with these headers, names and values in turn. */
    HttpResponse<String> get(String path, String... headers) {
        return getAsync(path, headers).join();
    }

    /** The article with this token as its credential. */
    HttpResponse<String> read(String article, @Nullable String token) {
        return readAsync(article, token).join();
    }

    CompletableFuture<HttpResponse<String>> readAsync(String article, @Nullable String token) {
        return token == null
                ? getAsync("/articles/" + article)
                : getAsync("/articles/" + article, "Authorization", "Bearer " + token);
    }

    HttpResponse<String> head(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path)).HEAD();
        return client.sendAsync(headed(request, headers), BodyHandlers.ofString())
                .join();
    }

    /** What comes back for a request target as it is, in ISO 8859-1. */
    String raw(String target, String... headers) {
        String request = "GET "
                + target
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + String.join("", headers)
                + "\r\n";
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletableFuture<HttpResponse<String>> getAsync(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path)).GET();
        return client.sendAsync(headed(request, headers), BodyHandlers.ofString());
    }

    private static HttpRequest headed(HttpRequest.Builder request, String... headers) {
        request.timeout(PATIENCE);
        return headers.length == 0 ? request.build() : request.headers(headers).build();
    }
}
