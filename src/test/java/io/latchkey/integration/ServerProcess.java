package io.latchkey.integration;

import io.latchkey.testing.Wait;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A content server that is a program of the machine, on a port of loopback. */
final class ServerProcess implements RunningServer {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final int port;
    private final Queue<String> said = new ConcurrentLinkedQueue<>();

    /** Returns once the program takes connections on the port. */
    ServerProcess(ProcessBuilder program, int port) {
        this.port = port;
        try {
            process = program.redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> listen(process.inputReader()));
        try {
            Wait.until("it listens, or ended", () -> !process.isAlive() || listens());
        } catch (AssertionError e) {
            close();
            throw new IllegalStateException(output(), e);
        }
        if (!process.isAlive()) {
            throw new IllegalStateException("It ended:\n" + output());
        }
    }

    /** A port that nobody listens on. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    long pid() {
        return process.pid();
    }

    /** What it printed. */
    String output() {
        return String.join("\n", said);
    }

    /** With all that it started. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private void listen(BufferedReader output) {
        try (output) {
            output.lines().forEach(said::add);
        } catch (IOException | UncheckedIOException e) {
            said.add(e.toString());
        }
    }
}
