package io.latchkey.account.widget;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

/** What the manual lists for those who set the widget up is what the widget has, no more and no less. */
class WidgetManualTests {

    private final String source = source();
    private final String manual = manual();

    @Test
    void listsEveryPart() {
        assertThat(names(between("`::part(…)` of", "`. What you put")))
                .isEqualTo(words("part: '([a-z ]+)'|part\\.add\\('([a-z]+)'\\)", source));
    }

    @Test
    void listsEveryColourAndFace() {
        assertThat(words("`(?:--latchkey)?-([a-z][a-z-]*)`", between("**Colours and faces:**", "`::part")))
                .isEqualTo(words("var\\(--latchkey-([a-z-]+)", source));
    }

    @Test
    void listsEveryEventWithWhatItTells() {
        Map<String, Set<String>> told = new TreeMap<>();
        Pattern.compile("#tell\\((?:'([a-z-]+)'|bought\\.outcome)(?:, \\{([^}]*)})?")
                .matcher(source)
                .results()
                .forEach(each -> {
                    Set<String> members = words("(?:^|, )(\\w+)", String.valueOf(each.group(2)));
                    Set<String> names =
                            each.group(1) == null ? words("outcome: '([a-z]+)'", source) : Set.of(each.group(1));
                    names.forEach(name -> told.put(name, members));
                });
        Map<String, Set<String>> listed = new TreeMap<>();
        between("| event |", "\n\n")
                .lines()
                .filter(row -> row.startsWith("| `"))
                .forEach(row -> {
                    List<String> cells = List.of(row.split(" \\| ?"));
                    // What stands behind a colon is within that member, or one of its words.
                    Set<String> members = words("`(\\w+)`", cells.get(1).replaceFirst(":.*", ""));
                    words("`latchkey:([a-z-]+)`", cells.getFirst()).forEach(name -> listed.put(name, members));
                });
        assertThat(listed).isEqualTo(told).isNotEmpty();
    }

    @Test
    void listsEveryStateOfAFailure() {
        String failing = within("const name = expired", ";", source);
        assertThat(words("`([a-z]+)`", between("| `state`:", " |"))).isEqualTo(words("'([a-z]+)'", failing));
    }

    /** But `lang`, which every element has, and the sentences, of which there are many. */
    @Test
    void listsEveryAttribute() {
        Set<String> asked = words("(?:get|has)Attribute\\('([a-z-]+)'\\)|:host\\(\\[([a-z]+)=", source);
        asked.addAll(words("'([a-z-]+)'", within("const LINKS = [", "];", source)));
        asked.addAll(words("'([a-z-]+)'", within("observedAttributes = [", "];", source)));
        asked.removeAll(List.of("lang", "text-consent"));
        Set<String> listed = new TreeSet<>();
        between("| attribute |", "| `text-…`").lines().forEach(row -> {
            if (row.startsWith("| `")) {
                listed.addAll(names(row.substring(0, row.indexOf(" | "))));
            }
        });
        assertThat(listed).isEqualTo(asked);
    }

    private String between(String from, String to) {
        return within(from, to, manual);
    }

    private static String within(String from, String to, String text) {
        assertThat(text).contains(from);
        int begin = text.indexOf(from) + from.length();
        assertThat(text.indexOf(to, begin)).as(to).isPositive();
        return text.substring(begin, text.indexOf(to, begin) + 1);
    }

    private static Set<String> names(String text) {
        return words("`([a-z-]+)`", text);
    }

    private static Set<String> words(String pattern, String text) {
        Set<String> words = new TreeSet<>();
        Pattern.compile(pattern).matcher(text).results().forEach(found -> {
            String all = found.group(1) == null ? found.group(2) : found.group(1);
            words.addAll(List.of(all.split(" ")));
        });
        return words;
    }

    private static String source() {
        return String.join(
                "\n",
                Stream.of("paywall", "view", "style", "words")
                        .map(name -> read(name + ".js"))
                        .toList());
    }

    private static String read(String name) {
        try {
            return new ClassPathResource("io/latchkey/account/widget/" + name)
                    .getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String manual() {
        try {
            return Files.readString(Path.of("README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
