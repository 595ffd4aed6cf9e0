package io.latchkey.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * A service that is where it says that it is, for browsers which follow its redirects there and
 * back; it calls addresses of this machine. Tests share it: each has a site of its own.
 */
public final class RealAddress {

    private RealAddress() {}

    /** The service. */
    public static TestService service() {
        return Shared.SERVICE;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Shared {
        static final TestService SERVICE = start(freePort());

        private static TestService start(int port) {
            return TestService.own(
                    "--server.port=" + port,
                    "--latchkey.issuer=http://localhost:" + port,
                    "--latchkey.webhook.private-addresses=true");
        }
    }
}
