package io.latchkey.jar;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The leak scanner as publishers start it: from the jar, without a database or a key. */
class ScanIT {

    private record Run(int code, String printed) {}

    @Test
    void findsALeakAndEndsWithOne() throws Exception {
        HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            try (exchange) {
                byte[] page = "<p>the night ferry sank</p>".getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
            }
        });
        site.start();
        try {
            String article = "http://localhost:" + site.getAddress().getPort() + "/ferry";
            Run leaking = scan(article, "--canary", "night ferry sank");
            assertThat(leaking.printed()).contains("LEAK " + article);
            assertThat(leaking.code()).isEqualTo(1);
            assertThat(scan(article, "--canary", "something else").code()).isZero();
        } finally {
            site.stop(0);
        }
    }

    @Test
    void saysHowItIsUsed() throws Exception {
        Run run = scan();
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.printed()).contains("java -jar latchkey.jar scan <sitemap or URL>");
    }

    private static Run scan(String... arguments) throws IOException, InterruptedException {
        String java = ProcessHandle.current().info().command().orElseThrow();
        Process process = new ProcessBuilder(
                        Stream.concat(Stream.of(java, "-jar", JarProcess.JAR.toString(), "scan"), Stream.of(arguments))
                                .toList())
                .redirectErrorStream(true)
                .start();
        try {
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            return new Run(process.exitValue(), printed);
        } finally {
            process.destroyForcibly();
        }
    }
}
