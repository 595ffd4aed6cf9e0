package io.latchkey.integration;

import io.latchkey.testing.Programs;
import java.nio.file.Path;

/** Fastify under Node, from the published example. */
class FastifyTests extends VerifierContract {

    @Override
    RunningServer start(Setting setting, Path folder) {
        return begin(setting, folder);
    }

    static RunningServer begin(Setting setting, Path folder) {
        Path node = Programs.require("node");
        NodePackages.require();
        int port = ServerProcess.freePort();
        ProcessBuilder program = new ProcessBuilder(
                node.toString(),
                NodePackages.FOLDER.resolve("example/fastify-server.js").toString());
        program.environment().putAll(NodePackages.environment(setting, port));
        return new ServerProcess(program, port);
    }
}
