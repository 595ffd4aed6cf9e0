package io.latchkey.integration.wordpress;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api;
import io.latchkey.testing.Programs;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** A newspaper on the machine's WordPress, with the plugin and a site at the service. */
final class WordPress implements AutoCloseable {

    private static final Path INSTALLED = Path.of("/usr/share/wordpress");
    private static final Path PLUGIN =
            Path.of("src/main/integrations/wordpress/latchkey").toAbsolutePath();
    private static final Path OURS = Path.of("src/test/resources/wordpress").toAbsolutePath();

    private final Path folder;
    private final Path php = Programs.require("php");
    private final int port = freePort();
    private final MariaDb database;
    private final Process server;
    private final TestSite site;

    private WordPress(Path folder) throws IOException {
        if (!Files.exists(INSTALLED)) {
            Programs.require("wordpress");
        }
        this.folder = folder;
        linkFiles();
        this.database = MariaDb.start(folder);
        this.site = TestService.shared().site("heron");
        script("install.php", "");
        settings(TestService.shared().api().uri("").toString());
        this.server = serve();
    }

    /** Installs and starts it in this folder. */
    static WordPress start(Path folder) {
        try {
            return new WordPress(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The site at the service that it stands for. */
    TestSite site() {
        return site;
    }

    String origin() {
        return "http://127.0.0.1:" + port;
    }

    /** A client of its pages. */
    Api pages() {
        return new Api(URI.create(origin()));
    }

    /** Runs code inside WordPress and says what it printed. */
    String run(String code) {
        try {
            return script("run.php", code);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Publishes a post of this text and level, and says its id. */
    String post(String name, String access, String text) {
        String id = run("""
            $id = wp_insert_post([
                'post_title' => 'About %1$s', 'post_name' => '%1$s', 'post_author' => 1,
                'post_status' => 'publish', 'meta_input' => ['_latchkey_access' => '%2$s'],
                'post_content' => wp_slash(base64_decode('%3$s')),
            ], true);
            echo is_wp_error($id) ? $id->get_error_message() : $id;
            """.formatted(name, access, Texts.base64(text)));
        assertThat(id).matches("\\d+");
        return id;
    }

    /** What a query of one value says. */
    String value(String query) {
        return run("echo $wpdb->get_var(base64_decode('%s'));".formatted(Texts.base64(query)));
    }

    /** What PHP complained of in the plugin. */
    List<String> complaints() {
        Path log = folder.resolve("site/debug.log");
        try (Stream<String> lines = Files.exists(log) ? Files.lines(log) : Stream.empty()) {
            return lines.filter(line -> line.contains("/latchkey/")).distinct().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says where this WordPress reaches the service. */
    void settings(String address) {
        settings(address, site);
    }

    /** Says where this WordPress reaches the service, and which site of it it is. */
    void settings(String address, TestSite there) {
        run("""
            update_option('latchkey', ['address' => '%s', 'internal' => '%s', 'site' => '%s']
                + get_option('latchkey', []));
            update_option('latchkey_key', '%s', false);
            if (!is_plugin_active('latchkey/latchkey.php')) {
                activate_plugin('latchkey/latchkey.php');
                switch_theme('twentytwentythree');
                $wp_rewrite->set_permalink_structure('/%%postname%%/');
                flush_rewrite_rules();
            }
            """.formatted(TestService.ISSUER, address, there.id(), there.key()));
    }

    @Override
    public void close() {
        Running.stop(server.toHandle());
        database.close();
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process serve() throws IOException {
        ProcessBuilder builder = php("-S", "127.0.0.1:" + port, "-t", folder + "/site", OURS + "/router.php");
        builder.environment().put("PHP_CLI_SERVER_WORKERS", "4");
        Process started = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("php.log").toFile())
                .start();
        Wait.until("it listens, or ended", () -> listens() || !started.isAlive());
        assertThat(started.isAlive()).isTrue();
        return started;
    }

    private String script(String name, String input) throws IOException {
        Path said = Files.createTempFile(folder, "said", ".txt");
        Process process = php(OURS + "/" + name).redirectOutput(said.toFile()).start();
        try (var in = process.outputWriter()) {
            in.write(input);
        }
        Running.end(process, said);
        return Files.readString(said);
    }

    private ProcessBuilder php(String... arguments) {
        List<String> command = Stream.concat(
                        Stream.of(
                                php.toString(),
                                "-d",
                                "auto_prepend_file=" + OURS + "/prepend.php",
                                "-d",
                                "opcache.enable_cli=1",
                                "-d",
                                "error_log=" + folder + "/php-errors.log"),
                        Stream.of(arguments))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(Map.of(
                        "WORDPRESS_FOLDER", folder + "/site",
                        "WORDPRESS_SOCKET", folder + "/db.sock",
                        "WORDPRESS_HOME", origin()));
        return builder;
    }

    /** Debian's files, our configuration, the plugin as it lies in the repository. */
    private void linkFiles() throws IOException {
        Path root = Files.createDirectories(folder.resolve("site"));
        Path content = root.resolve("wp-content");
        for (String name : new String[] {"plugins", "mu-plugins", "uploads"}) {
            Files.createDirectories(content.resolve(name));
        }
        try (Stream<Path> files = Files.list(INSTALLED)) {
            for (Path file : files.toList()) {
                Path link = root.resolve(file.getFileName().toString());
                if (!Files.exists(link) && !link.endsWith("wp-config.php")) {
                    Files.createSymbolicLink(link, file);
                }
            }
        }
        Files.createSymbolicLink(content.resolve("themes"), INSTALLED.resolve("wp-content/themes"));
        Files.createSymbolicLink(content.resolve("plugins/latchkey"), PLUGIN);
        Files.copy(OURS.resolve("wp-config.php"), root.resolve("wp-config.php"));
        Files.copy(OURS.resolve("test-settings.php"), content.resolve("mu-plugins/test-settings.php"));
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
            throw new UncheckedIOException(e);
        }
    }
}
