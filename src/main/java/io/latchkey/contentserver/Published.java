package io.latchkey.contentserver;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches what Latchkey publishes, and is soon tired of it. */
final class Published {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** The body, where the answer is a plain success. */
    String text(URI address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address).GET().build();
        CompletableFuture<HttpResponse<String>> answering = client.sendAsync(request, BodyHandlers.ofString());
        try {
            // A request's own time-out ends with the headers; this one covers the body too.
            HttpResponse<String> answer = answering.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() != 200) {
                throw new IOException(address + " answered " + answer.statusCode());
            }
            return answer.body();
        } catch (ExecutionException e) {
            throw new IOException(address + " did not answer", e);
        } catch (TimeoutException e) {
            answering.cancel(true);
            throw new IOException(address + " did not answer in time", e);
        }
    }
}
