package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Markup stands in templates, which escape what is put into them. */
class MarkupTests {

    private static final Path CODE = Path.of("src/main/java");
    private static final Path TEMPLATES = Path.of("src/main/resources/templates");

    /** The end of an element in code; comments may say what they like. */
    private static final Pattern MARKUP = Pattern.compile("^(?!\\s*(\\*|/\\*|//)).*</[a-zA-Z]");

    /** Both ways to put something in as it stands. */
    private static final Pattern UNESCAPED = Pattern.compile("utext|\\[\\(");

    @Test
    void noPageIsPutTogetherInCode() throws IOException {
        assertThat(lines(CODE)).isNotEmpty().noneMatch(MARKUP.asPredicate());
    }

    @Test
    void nothingIsPutInUnescapedButAPagesOwnStyle() throws IOException {
        assertThat(lines(TEMPLATES).stream().filter(UNESCAPED.asPredicate()))
                .isNotEmpty()
                .allMatch(line -> line.strip().equals("<style th:utext=\"${style}\"></style>"));
    }

    private static List<String> lines(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .flatMap(MarkupTests::linesOf)
                    .toList();
        }
    }

    private static Stream<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }
}
