package io.latchkey.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Programs;
import io.latchkey.token.TableToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** HAProxy from the published configuration, and the script that brings it keys. */
class HaproxyTests extends VerifierContract {

    @Override
    RunningServer start(Setting setting, Path folder) throws Exception {
        return begin(setting, folder);
    }

    static RunningServer begin(Setting setting, Path folder) throws Exception {
        Path haproxy = Programs.require("haproxy", "/usr/sbin/haproxy");
        Programs.require("jq");
        Programs.require("curl");
        Programs.require("openssl");
        int port = ServerProcess.freePort();
        PublishedFiles files = new PublishedFiles("haproxy", folder)
                .with("haproxy.cfg", "/etc/haproxy/latchkey", folder.toString())
                .with("haproxy.cfg", "bind :80", "bind 127.0.0.1:" + port)
                .with("haproxy.cfg", "127.0.0.1:8081", setting.origin().getAuthority())
                .with("haproxy.cfg", "https://latchkey\\.example", setting.issuer())
                .with("haproxy.cfg", "\"lantern\"", "\"" + setting.site() + "\"");
        assertThat(bringKeys(folder, setting.latchkey(), List.of())).isZero();
        ServerProcess process = new ServerProcess(
                new ProcessBuilder(
                        haproxy.toString(),
                        "-W",
                        "-db",
                        "-f",
                        files.file("haproxy.cfg").toString()),
                port);
        return new WithFreshKeys(process, folder, setting);
    }

    /** Of claims that come twice it reads one, and does not see that there are two. */
    @Override
    boolean tells(TableToken token) {
        return !token.name().startsWith("a claim twice");
    }

    /** It has only keys and times. */
    @Override
    boolean honoursRevocations() {
        return false;
    }

    /** The script's exit value; without Latchkey it fails and changes nothing. */
    static int bringKeys(Path folder, URI latchkey, List<String> reload) {
        List<String> command = new ArrayList<>(
                List.of("sh", folder.resolve("latchkey-keys").toString(), latchkey.toString(), folder.toString()));
        command.addAll(reload);
        try {
            Process script =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            script.getInputStream().readAllBytes();
            return script.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** With the timer that runs the script, many times a second in place of every minute. */
    private static final class WithFreshKeys implements RunningServer {

        private final ServerProcess process;
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

        WithFreshKeys(ServerProcess process, Path folder, Setting setting) {
            this.process = process;
            List<String> reload = List.of("kill", "-USR2", Long.toString(process.pid()));
            var _ = timer.scheduleWithFixedDelay(
                    () -> bringKeys(folder, setting.latchkey(), reload),
                    setting.pause().toMillis(),
                    setting.pause().toMillis(),
                    TimeUnit.MILLISECONDS);
        }

        @Override
        public URI uri() {
            return process.uri();
        }

        @Override
        public void close() {
            timer.shutdownNow();
            timer.close();
            process.close();
        }
    }
}
