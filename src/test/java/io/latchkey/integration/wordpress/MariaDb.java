package io.latchkey.integration.wordpress;

import io.latchkey.testing.Programs;
import io.latchkey.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The machine's MariaDB on a folder of its own, behind a socket and no port. */
final class MariaDb implements AutoCloseable {

    private final Process process;
    private final Path socket;

    private MariaDb(Process process, Path socket) {
        this.process = process;
        this.socket = socket;
    }

    /** Returns once it takes connections. */
    static MariaDb start(Path folder) throws IOException {
        Path install = Programs.require("mariadb-install-db", "mysql_install_db");
        Path server = Programs.require("mariadbd", "mysqld");
        Path data = folder.resolve("data");
        Path log = folder.resolve("mariadb.log");
        List<String> common = new ArrayList<>(List.of("--no-defaults", "--datadir=" + data));
        if ("root".equals(System.getProperty("user.name"))) {
            common.add("--user=root");
        }
        Running.end(
                Running.logging(log, install, common, "--auth-root-authentication-method=normal", "--skip-test-db"),
                log);
        Path socket = folder.resolve("db.sock");
        Process process = Running.logging(
                log,
                server,
                common,
                "--socket=" + socket,
                "--pid-file=" + folder.resolve("db.pid"),
                "--skip-networking",
                "--skip-log-bin",
                "--innodb-buffer-pool-size=32M",
                "--innodb-flush-log-at-trx-commit=0");
        MariaDb database = new MariaDb(process, socket);
        Wait.until("its socket, or its end", () -> Files.exists(socket) || !process.isAlive());
        if (!process.isAlive()) {
            throw new IllegalStateException(Files.readString(log));
        }
        return database;
    }

    Path socket() {
        return socket;
    }

    @Override
    public void close() {
        Running.stop(process.toHandle());
    }
}
