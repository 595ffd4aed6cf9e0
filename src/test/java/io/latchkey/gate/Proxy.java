package io.latchkey.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Programs;
import io.latchkey.testing.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real proxy with the configuration that we publish, on other ports and for another site. */
final class Proxy implements AutoCloseable {

    private static final Path SNIPPETS = Path.of("src/main/integrations");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path folder;
    private final int port;

    private Proxy(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /** The kinds that we start. */
    enum Kind {
        NGINX,
        CADDY;

        Proxy start(int service, int content, String site) throws IOException {
            return this == NGINX ? nginx(service, content, site) : caddy(service, content, site);
        }
    }

    int port() {
        return port;
    }

    static Proxy nginx(int service, int content, String site) throws IOException {
        Path program = Programs.require("nginx");
        Path folder = Files.createTempDirectory("latchkey-nginx");
        int port = freePort();
        write(
                folder,
                "latchkey.conf",
                published("nginx/latchkey.conf", service, content, site)
                        .replace("listen 80;", "listen 127.0.0.1:" + port + ";")
                        .replace("/var/cache/nginx/latchkey", folder + "/cache"));
        write(folder, "latchkey-article.conf", Files.readString(SNIPPETS.resolve("nginx/latchkey-article.conf")));
        write(folder, "nginx.conf", """
            %s
            daemon off;
            pid %s/pid;
            error_log %s/error.log;
            worker_processes 2;
            events { worker_connections 1024; }
            http {
                access_log off;
                client_body_temp_path %s/body;
                proxy_temp_path %s/proxy;
                fastcgi_temp_path %s/fastcgi;
                uwsgi_temp_path %s/uwsgi;
                scgi_temp_path %s/scgi;
                include latchkey.conf;
            }
            """.replace("%s/", folder + "/").formatted(root() ? "user root;" : ""));
        return started(
                folder, port, List.of(program.toString(), "-p", folder.toString(), "-c", folder + "/nginx.conf"));
    }

    static Proxy caddy(int service, int content, String site) throws IOException {
        Path program = Programs.require("caddy");
        Path folder = Files.createTempDirectory("latchkey-caddy");
        int port = freePort();
        write(
                folder,
                "Caddyfile",
                "{\n\tadmin off\n\tauto_https off\n\tdefault_bind 127.0.0.1\n}\n"
                        + published("caddy/Caddyfile", service, content, site)
                                .replace("\nnews.example {", "\nhttp://:" + port + " {"));
        return started(
                folder,
                port,
                List.of(program.toString(), "run", "--adapter", "caddyfile", "--config", folder + "/Caddyfile"));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static Proxy started(Path folder, int port, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("XDG_DATA_HOME", folder.toString());
        builder.environment().put("XDG_CONFIG_HOME", folder.toString());
        builder.redirectOutput(folder.resolve("output").toFile());
        Process process = builder.start();
        try {
            Wait.until("it listens, or ended", () -> !process.isAlive() || listens(port));
            assertThat(process.isAlive()).as("it goes on").isTrue();
        } catch (AssertionError e) {
            process.destroyForcibly();
            throw new AssertionError(Files.readString(folder.resolve("output")), e);
        }
        return new Proxy(process, folder, port);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String published(String snippet, int service, int content, String site) throws IOException {
        return Files.readString(SNIPPETS.resolve(snippet))
                .replace("127.0.0.1:8080", "localhost:" + service)
                .replace("127.0.0.1:3000", "127.0.0.1:" + content)
                .replace("site=lantern", "site=" + site);
    }

    private static void write(Path folder, String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }
}
