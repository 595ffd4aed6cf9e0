package io.latchkey.demo;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where the demo keeps what must outlive it: the database and its keys, made on the first start.
 * One process at a time holds it.
 */
final class DemoFolder implements AutoCloseable {

    private static final String OPERATOR_KEY = "operatorKey";
    private static final String MASTER_KEY = "masterKey";
    private static final String SITE = "site";
    private static final String SITE_KEY = "siteKey";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final FileChannel held;
    private final Properties kept = new Properties();

    private DemoFolder(Path folder, FileChannel held) {
        this.folder = folder;
        this.held = held;
    }

    /** The folder at this path, made when it is not there. */
    static DemoFolder open(Path path) {
        try {
            Files.createDirectories(path);
            DemoFolder folder = new DemoFolder(path, hold(path.resolve("lock")));
            folder.load();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file or folder in it. */
    Path resolve(String name) {
        return folder.resolve(name);
    }

    String operatorKey() {
        return get(OPERATOR_KEY);
    }

    String masterKey() {
        return get(MASTER_KEY);
    }

    /**
     * The site's id. It ends at random: cookies know no ports, and two demos must not share one.
     */
    String site() {
        return get(SITE);
    }

    /** The site's key; null until the site was made. */
    @Nullable
    String siteKey() {
        return kept.getProperty(SITE_KEY);
    }

    /** Keeps the key of the site that was just made. */
    void keepSiteKey(String key) {
        kept.setProperty(SITE_KEY, key);
        save();
    }

    @Override
    public void close() {
        try {
            held.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel hold(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            // Of the operating system's kind: a killed process holds it no longer.
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held in this very process, which the message below says as well.
        }
        if (lock == null) {
            channel.close();
            throw new IllegalStateException(
                    "The demo is running on " + file.getParent() + " already; stop that one first.");
        }
        return channel;
    }

    private void load() throws IOException {
        Path file = file();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                kept.load(reader);
            }
        } else {
            kept.setProperty(OPERATOR_KEY, Base64.getUrlEncoder().encodeToString(random(32)));
            kept.setProperty(MASTER_KEY, Base64.getEncoder().encodeToString(random(32)));
        }
        if (siteKey() == null) {
            // A site whose key was lost in a crash is left behind for a new one.
            kept.setProperty(SITE, "lantern-" + HexFormat.of().formatHex(random(3)));
        }
        save();
    }

    private void save() {
        try {
            Path fresh = resolve("keys.new");
            try (Writer writer = Files.newBufferedWriter(fresh)) {
                if (fresh.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
                }
                kept.store(writer, "Keys of the demo. They open nothing but its own data.");
            }
            Files.move(fresh, file(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file() {
        return resolve("keys.properties");
    }

    private String get(String name) {
        return Objects.requireNonNull(kept.getProperty(name), name);
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
