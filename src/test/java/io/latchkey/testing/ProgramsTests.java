package io.latchkey.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class ProgramsTests {

    @TempDir
    Path folder;

    @Test
    void findsTheFirstNameThatIsThereAndExecutable() throws IOException {
        Files.createFile(folder.resolve("browser"));
        Path other = Files.createFile(folder.resolve("browser-2"));
        assertThat(other.toFile().setExecutable(true)).isTrue();

        assertThat(Programs.find(List.of("browser", "browser-2"), path())).contains(other);
        assertThat(Programs.find(List.of("browser"), path())).isEmpty();
    }

    @Test
    void skipsWhatNeedsAnAbsentProgramButFailsItInCi() {
        assertThatThrownBy(() -> Programs.absent("browser", Map.of()))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("browser");
        assertThatThrownBy(() -> Programs.absent("browser", Map.of("CI", "true")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("browser");
    }

    private Map<String, String> path() {
        return Map.of("PATH", folder.toString());
    }
}
