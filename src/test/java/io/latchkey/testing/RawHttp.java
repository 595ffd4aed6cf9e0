package io.latchkey.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client without manners: sends requests that a well-bred one refuses to build. */
public final class RawHttp {

    private static final int PATIENCE_MILLIS = 60_000;

    private RawHttp() {}

    /**
     * What came back.
     *
     * @param head status line and headers
     */
    public record Reply(String head, String body) {

        /** The status. */
        public int status() {
            return Integer.parseInt(head.split(" ", 3)[1]);
        }

        /** Whether a header of this name has exactly this value. */
        public boolean has(String name, String value) {
            return head.toLowerCase(Locale.ROOT)
                    .lines()
                    .anyMatch((name + ": " + value).toLowerCase(Locale.ROOT)::equals);
        }
    }

    /** Sends a request line's method and target as they are, with these header lines. */
    public static Reply send(TestService service, String methodAndTarget, String... headers) {
        return send(service.port(), methodAndTarget, headers);
    }

    /** As above, to whatever listens there. */
    public static Reply send(int port, String methodAndTarget, String... headers) {
        String request = methodAndTarget
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + String.join(
                        "",
                        java.util.Arrays.stream(headers).map(h -> h + "\r\n").toList())
                + "\r\n";
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String[] parts = all.split("\r\n\r\n", 2);
            return new Reply(parts[0], parts.length > 1 ? parts[1] : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
