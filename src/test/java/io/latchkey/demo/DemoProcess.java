package io.latchkey.demo;

import io.latchkey.testing.Api;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** The demo as a process of its own, which can be killed. */
final class DemoProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final String origin;

    private DemoProcess(Process process, String origin) {
        this.process = process;
        this.origin = origin;
    }

    /** Returns once the demo says that it is ready. */
    static DemoProcess start(Path data, int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                DemoApplication.class.getName());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("LATCHKEY_DEMO_DATA", data.toString());
        builder.environment().put("SERVER_PORT", Integer.toString(port));
        builder.environment().put("LATCHKEY_REQUESTS_BOUND", "60s");
        Process process = builder.redirectErrorStream(true).start();
        String origin = "http://localhost:" + port;
        CompletableFuture<Void> ready = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> listen(process.inputReader(), origin + "/demo/", ready));
        try {
            ready.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            process.destroyForcibly();
            throw e;
        }
        return new DemoProcess(process, origin);
    }

    Api api() {
        return new Api(URI.create(origin));
    }

    String origin() {
        return origin;
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly()
                .onExit()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** As Ctrl-C does, and waits until it is gone. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Reads to the end, so that the process never waits for somebody to read. */
    private static void listen(BufferedReader output, String sign, CompletableFuture<Void> ready) {
        List<String> said = new ArrayList<>();
        try (output) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.add(line);
                if (line.contains(sign)) {
                    ready.complete(null);
                }
            }
        } catch (IOException e) {
            ready.completeExceptionally(new UncheckedIOException(e));
        }
        ready.completeExceptionally(new IllegalStateException("The demo ended:\n" + String.join("\n", said)));
    }
}
