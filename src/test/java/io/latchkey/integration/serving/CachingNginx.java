package io.latchkey.integration.serving;

import io.latchkey.testing.Programs;
import io.latchkey.testing.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The machine's nginx with the configuration that the page shows. */
final class CachingNginx implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path PAGE = Path.of("src/main/integrations/SERVING.md");
    private static final Pattern SHOWN = Pattern.compile("With nginx, which decides[^\n]*\n\n(( {4}[^\n]*\n|\n)+)");
    private static final Pattern INCLUDED = Pattern.compile("and in `articles.conf`:\n\n(( {4}[^\n]*\n|\n)+)");

    private int port;
    private @Nullable Process process;

    /** Returns once it takes connections. */
    void start(Path folder, int origin) throws IOException {
        Path nginx = Programs.require("nginx");
        port = freePort();
        Path file = folder.resolve("nginx.conf");
        Files.writeString(file, configuration(folder, origin));
        String root = "root".equals(System.getProperty("user.name")) ? "user root; " : "";
        Process started = new ProcessBuilder(
                        nginx.toString(), "-p", folder.toString(), "-c", file.toString(), "-g", root + "daemon off;")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.log").toFile())
                .start();
        process = started;
        Wait.until("it listens, or ended", () -> listens() || !started.isAlive());
        if (!started.isAlive()) {
            throw new IllegalStateException(Files.readString(folder.resolve("nginx.log")));
        }
    }

    String origin() {
        return "http://127.0.0.1:" + port;
    }

    /** With its workers, by their ids. */
    @Override
    public void close() {
        if (process == null) {
            return;
        }
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

    private String configuration(Path folder, int origin) throws IOException {
        Files.writeString(folder.resolve("articles.conf"), shown(INCLUDED));
        String[] parts =
                shown(SHOWN).replace("/var/cache/nginx", folder.toString()).split("\n", 2);
        return """
            pid %1$s/nginx.pid;
            error_log stderr;
            events {}
            http {
                access_log off;
                client_body_temp_path %1$s/client;
                proxy_temp_path %1$s/proxy;
                fastcgi_temp_path %1$s/fastcgi;
                uwsgi_temp_path %1$s/uwsgi;
                scgi_temp_path %1$s/scgi;
                upstream origin { server 127.0.0.1:%2$d; }
                %3$s
                server {
                    listen 127.0.0.1:%4$d;
                    location = /_latchkey {
                        internal;
                        proxy_pass http://origin/gate;
                        proxy_pass_request_body off;
                        proxy_set_header Content-Length "";
                        proxy_set_header X-Original-URI $request_uri;
                    }
                    %5$s
                }
            }
            """.formatted(folder, origin, parts[0], port, parts[1]);
    }

    private static String shown(Pattern where) throws IOException {
        Matcher shown = where.matcher(Files.readString(PAGE));
        if (!shown.find()) {
            throw new IllegalStateException("The page shows no such configuration for nginx.");
        }
        return shown.group(1).replaceAll("(?m)^ {4}", "");
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
