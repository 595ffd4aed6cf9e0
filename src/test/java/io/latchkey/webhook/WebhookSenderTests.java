package io.latchkey.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.latchkey.testing.Wait;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much of our time and of our connections a receiver can take. */
class WebhookSenderTests {

    private final ServerSocket server = listen();

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void anAnswerWithoutEndIsCutOff() throws Exception {
        // Only a connection that the sender ends makes this writing end.
        CompletableFuture<Void> cut = answer(out -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = ("400\r\n" + "x".repeat(0x400) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            while (true) {
                out.write(chunk);
            }
        });

        assertThat(post(Duration.ofSeconds(60))).isEqualTo(200);
        cut.get(60, TimeUnit.SECONDS);
    }

    @Test
    void aHeadThatComesDropByDropIsCutOff() throws Exception {
        // Each drop comes in time; together they never end.
        CompletableFuture<Void> cut = answer(out -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write("X: x\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                Wait.pause(Duration.ofMillis(50));
            }
        });

        // The sender's own limit is what is tried here: long enough to have been asked.
        assertThat(catchThrowable(() -> post(Duration.ofSeconds(3)))).hasCauseInstanceOf(TimeoutException.class);
        cut.get(60, TimeUnit.SECONDS);
    }

    private int post(Duration limit) {
        Integer status = new WebhookSender(new WebhookSettings(true), UnaryOperator.identity(), limit)
                .post("http://127.0.0.1:" + server.getLocalPort() + "/", Map.of(), new byte[] {'1'})
                .block(Duration.ofMinutes(2));
        return Objects.requireNonNull(status);
    }

    /** What a receiver sends once it has been asked. */
    private interface Reply {
        void write(OutputStream out) throws IOException;
    }

    /** Done when nothing more can be written. */
    private CompletableFuture<Void> answer(Reply reply) {
        return CompletableFuture.runAsync(
                () -> {
                    try (Socket socket = server.accept()) {
                        readRequest(socket.getInputStream());
                        Throwable end = catchThrowable(() -> reply.write(socket.getOutputStream()));
                        assertThat(end).isInstanceOf(IOException.class);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    /** To the end of the one byte that is posted. */
    private static void readRequest(InputStream in) throws IOException {
        StringBuilder read = new StringBuilder();
        while (!read.toString().endsWith("\r\n\r\n1")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("hung up after: " + read);
            }
            read.append((char) next);
        }
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
