package io.latchkey.story;

import io.latchkey.testing.TestSite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Clients that do not wait for their answer. */
final class HangUps {

    private static final int LONGEST_MICROS = 8_000;

    private final Random random;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    HangUps(Random random) {
        this.random = random;
    }

    /** Sends all of it and hangs up a moment later. */
    void soon(HttpRequest request) {
        CompletableFuture<?> sent = client.sendAsync(request, BodyHandlers.ofString());
        inAMoment(() -> sent.cancel(true));
    }

    /** POSTs a part of it, or all, and resets the connection a moment later. */
    void afterAPart(int port, TestSite site, String path, String body) throws IOException {
        String request = """
            POST %s HTTP/1.1\r
            Host: localhost\r
            Authorization: Bearer %s\r
            Content-Type: application/json\r
            Idempotency-Key: %s\r
            Content-Length: %d\r
            \r
            %s\
            """.formatted(path, site.key(), UUID.randomUUID(), body.length(), body);
        byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
        boolean all = random.nextInt(4) > 0;
        Socket socket = new Socket("localhost", port);
        socket.setSoLinger(true, 0);
        socket.getOutputStream().write(bytes, 0, all ? bytes.length : random.nextInt(bytes.length));
        inAMoment(() -> close(socket));
    }

    private void inAMoment(Runnable end) {
        CompletableFuture.delayedExecutor(random.nextInt(LONGEST_MICROS), TimeUnit.MICROSECONDS)
                .execute(end);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
