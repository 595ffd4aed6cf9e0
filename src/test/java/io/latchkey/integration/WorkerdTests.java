package io.latchkey.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The edge worker in the runtime that Cloudflare runs, bundled as publishers would. */
class WorkerdTests extends VerifierContract {

    private static final String CONFIGURATION = "worker.capnp";

    @Override
    RunningServer start(Setting setting, Path folder) throws Exception {
        return begin(setting, folder);
    }

    static RunningServer begin(Setting setting, Path folder) throws Exception {
        Programs.require("node");
        Path workerd = NodePackages.program("workerd");
        bundle(folder);
        int port = ServerProcess.freePort();
        PublishedFiles files = new PublishedFiles("node/example", folder)
                .with(CONFIGURATION, "*:8080", "127.0.0.1:" + port)
                .with(CONFIGURATION, "[\"public\"]", "[\"public\", \"private\", \"local\"]")
                .with(CONFIGURATION, ", tlsOptions = (trustBrowserCas = true)", "");
        NodePackages.environment(setting, port).forEach((name, value) -> bind(files, name, value));
        return new ServerProcess(
                new ProcessBuilder(
                        workerd.toString(), "serve", files.file(CONFIGURATION).toString()),
                port);
    }

    /** In the place of the published text, whatever it is. */
    private static void bind(PublishedFiles files, String name, String value) {
        if (!name.equals("PORT")) {
            String start = "(name = \"" + name + "\", text = \"";
            files.with(CONFIGURATION, start, start + value + "\"), #");
        }
    }

    private static void bundle(Path folder) throws IOException, InterruptedException {
        Process esbuild = new ProcessBuilder(
                        NodePackages.program("esbuild").toString(),
                        NodePackages.FOLDER.resolve("example/worker.js").toString(),
                        "--bundle",
                        "--format=esm",
                        "--log-level=warning",
                        "--outfile=" + folder.resolve("worker.bundle.js"))
                .inheritIO()
                .start();
        assertThat(esbuild.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(esbuild.exitValue()).isZero();
    }
}
