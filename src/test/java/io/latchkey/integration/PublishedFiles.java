package io.latchkey.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A copy of what we publish for one kind of content server, with places and times put in. */
final class PublishedFiles {

    private static final Path ALL = Path.of("src/main/integrations");

    private final Path folder;

    /** Copies the files of an integration into a folder. */
    PublishedFiles(String integration, Path folder) {
        this.folder = folder;
        try (Stream<Path> files = Files.list(ALL.resolve(integration))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Puts something in the place of what is published; fails if that is not there. */
    PublishedFiles with(String file, String published, String instead) {
        try {
            String text = Files.readString(file(file));
            assertThat(text).as(file).contains(published);
            Files.writeString(file(file), text.replace(published, instead));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves out the lines that contain this; fails if there is none. */
    PublishedFiles without(String file, String part) {
        try {
            String text = Files.readString(file(file));
            assertThat(text).as(file).contains(part);
            Files.write(
                    file(file),
                    text.lines().filter(line -> !line.contains(part)).toList());
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
