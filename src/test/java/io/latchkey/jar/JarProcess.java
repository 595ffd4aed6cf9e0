package io.latchkey.jar;

import io.latchkey.testing.Api;
import io.latchkey.testing.TestService;
import io.latchkey.testing.Wait;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The jar under {@code java -jar}, with an environment that holds what it is given and no more. */
final class JarProcess implements AutoCloseable {

    static final Path JAR = Path.of("target", "latchkey.jar");

    private static final Pattern PORT = Pattern.compile("Netty started on port (\\d+)");
    private static final Pattern PROBES = Pattern.compile("Probes are answered on port (\\d+)");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final CompletableFuture<Void> ended;

    private JarProcess(Map<String, String> environment) {
        String java = ProcessHandle.current().info().command().orElseThrow();
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(compiler());
        command.addAll(List.of("-jar", JAR.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("SERVER_PORT", "0");
        // A machine that is busy with other tests is no fault of ours.
        builder.environment().putIfAbsent("LATCHKEY_REQUESTS_BOUND", "60s");
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // A killed test run must not leave the service behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        ended = CompletableFuture.runAsync(
                this::listen, task -> Thread.ofVirtual().start(task));
    }

    /** The one that this JVM was told to use: most starts are too short for an optimising one. */
    private static List<String> compiler() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-XX:TieredStopAtLevel="))
                .toList();
    }

    /** Starts the jar. */
    static JarProcess start(Map<String, String> environment) {
        return new JarProcess(environment);
    }

    /** What it needs to run on this database, and no more. */
    static Map<String, String> minimum(String databaseUrl) {
        return Map.of("LATCHKEY_DATABASE_URL", databaseUrl, "LATCHKEY_MASTER_KEY", TestService.MASTER_KEY);
    }

    /** As {@link #minimum}, with an operator who can make sites. */
    static Map<String, String> operated(String databaseUrl) {
        Map<String, String> environment = new HashMap<>(minimum(databaseUrl));
        environment.put("LATCHKEY_OPERATOR_KEY", TestService.OPERATOR);
        return environment;
    }

    /** A client of it, once it says that it is ready. */
    Api ready() {
        int bound = port.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        Api api = new Api(URI.create("http://localhost:" + bound));
        Wait.until("it is ready", () -> isReady(api));
        return api;
    }

    /** The port of its probes, of one that was told to have one and is ready. */
    int probes() {
        Matcher said = PROBES.matcher(log());
        if (!said.find()) {
            throw new IllegalStateException("no probes on a port of their own:\n" + log());
        }
        return Integer.parseInt(said.group(1));
    }

    static boolean isReady(Api api) {
        Api.Answer health = api.get("/actuator/health/readiness", null);
        return health.status() == 200 && health.text("status").equals("UP");
    }

    /** SIGKILL; through the handle, because {@link Process} would close the log's pipe as well. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    /** SIGTERM. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Waits for its end. */
    int exitCode() {
        return process.onExit()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .thenCombine(ended, (done, _) -> done.exitValue())
                .join();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** All that it printed so far, on both streams. */
    String log() {
        return String.join("\n", log);
    }

    @Override
    public void close() {
        kill();
        exitCode();
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.add(line);
                Matcher started = PORT.matcher(line);
                if (started.find()) {
                    port.complete(Integer.valueOf(started.group(1)));
                }
            }
        } catch (IOException e) {
            log.add(e.toString());
        }
        // Whoever waits for the port of a process that ended learns why it did.
        port.completeExceptionally(new IllegalStateException("the jar ended:\n" + log()));
    }
}
