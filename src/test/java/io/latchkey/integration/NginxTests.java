package io.latchkey.integration;

import io.latchkey.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** nginx with njs, from the published configuration. */
class NginxTests extends VerifierContract {

    @Override
    RunningServer start(Setting setting, Path folder) throws IOException {
        return begin(setting, folder);
    }

    static RunningServer begin(Setting setting, Path folder) throws IOException {
        return begin(setting, folder, _ -> {});
    }

    /** With more changes than a test's addresses ask for. */
    static RunningServer begin(Setting setting, Path folder, Consumer<PublishedFiles> more) throws IOException {
        Path nginx = Programs.require("nginx", "/usr/sbin/nginx");
        int port = ServerProcess.freePort();
        PublishedFiles files = new PublishedFiles("nginx-njs", folder);
        String conf = "nginx.conf";
        for (String temporary : new String[] {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
            String line = temporary + "_temp_path " + folder + "/" + temporary + ";";
            files.with(conf, "http {", "http {\n    " + line);
        }
        files.with(conf, "modules/ngx_http_js_module.so", module().toString())
                .with(conf, "/etc/nginx/latchkey", folder.toString())
                .with(conf, "/var/cache/nginx/latchkey", folder + "/cache")
                .with(conf, "/var/log/nginx/error.log", "stderr")
                .with(conf, "/run/nginx.pid", folder + "/nginx.pid")
                .with(conf, "listen 80", "listen 127.0.0.1:" + port)
                .with(conf, "127.0.0.1:8081", setting.origin().getAuthority())
                .with(conf, "latchkey.example:443", setting.latchkey().getAuthority())
                .with(conf, "https://latchkey/", "http://latchkey/")
                .with(conf, "https://latchkey.example;", setting.issuer() + ";")
                .with(conf, "$latchkey_site lantern", "$latchkey_site " + setting.site())
                .with(conf, "200 300s", "200 " + wholeSeconds(setting.keysFor()))
                .with(conf, "200 30s", "200 " + wholeSeconds(setting.revocationsFor()))
                .with(conf, "any 30s", "any " + wholeSeconds(setting.pause()))
                .without("fetching.conf", "proxy_ssl");
        more.accept(files);
        // Started by root, its workers would otherwise become somebody who may not read the folder.
        String user = "root".equals(System.getProperty("user.name")) ? "user root; " : "";
        return new ServerProcess(
                new ProcessBuilder(
                        nginx.toString(),
                        "-p",
                        folder.toString(),
                        "-c",
                        files.file(conf).toString(),
                        "-g",
                        user + "daemon off;"),
                port);
    }

    /** It keeps answers for no less than one, and counts them by the second that has begun. */
    private static String wholeSeconds(Duration time) {
        return time.plusMillis(999).toSeconds() + "s";
    }

    @Override
    Duration longerThanAnythingIsKept() {
        return Duration.ofMillis(2_500);
    }

    private static Path module() {
        Path module = Path.of("/usr/lib/nginx/modules/ngx_http_js_module.so");
        return Files.exists(module) ? module : Programs.require("ngx_http_js_module.so");
    }
}
