package io.latchkey;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/**
 * The page about the design tells of the code that is there. Its rooms are drawn from the modules that
 * Modulith finds, and as Mermaid: Modulith's own Documenter writes PlantUML, which GitHub shows as text.
 */
class DesignPageTests {

    private static final Path COMMITTED = Path.of("src/main/docs/design.md");
    private static final Path ACTUAL = Path.of("target/docs/design.md");
    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TESTS = Path.of("src/test/java");

    /** The frame of the rooms that all may use. */
    private static final String FOUNDATIONS = "foundations";

    private static final ApplicationModules MODULES = ApplicationModules.of(LatchkeyApplication.class);

    private static final Pattern ROOMS = Pattern.compile("(?s)(<!-- rooms: [^\\n]* -->\\n).*(<!-- end of rooms -->)");
    private static final Pattern JAVADOC = Pattern.compile("(?s)/\\*\\*(.*?)\\*/");
    private static final Pattern HOLDS = Pattern.compile("(?s)\\n## 2\\. What must always hold\\n(.*?)\\n## ");
    private static final Pattern RULE = Pattern.compile("(?m)^(\\d+)\\. .*(?:\\n   .*)*");
    private static final Pattern SECTION = Pattern.compile("(?m)^## (\\d+)\\. ");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Tests|IT))`");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** One number, or several with commas and an "and". */
    private static final Pattern CITED_RULES =
            Pattern.compile("\\b(?:rule|invariant)s?\\s+(\\d+(?:(?:,|\\s+and)\\s+\\d+)*)", Pattern.CASE_INSENSITIVE);

    private static final Pattern CITED_SECTION = Pattern.compile("\\bdesign(?:'s|,)\\s+section\\s+(\\d+)");

    @Test
    void drawsTheRoomsAndArrowsOfTheCode() throws IOException {
        String committed = Files.readString(COMMITTED);
        assertThat(ROOMS.matcher(committed).results()).hasSize(1);
        String actual = ROOMS.matcher(committed)
                .replaceFirst(marks -> Matcher.quoteReplacement(marks.group(1) + rooms() + marks.group(2)));
        Files.createDirectories(ACTUAL.getParent());
        Files.writeString(ACTUAL, actual);

        assertThat(committed)
                .as("the rooms changed: if that was meant, copy %s to %s", ACTUAL, COMMITTED)
                .isEqualTo(actual);
    }

    @Test
    void numbersTwelveRules() throws IOException {
        assertThat(found(RULE, holding(), rule -> rule.group(1)))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 12).mapToObj(String::valueOf).toList());
    }

    /** Whoever reads a rule finds what tries to break it, and whoever reads such a test finds the rule. */
    @Test
    void namesOfEachRuleTheTestsThatCiteIt() throws IOException {
        Map<String, Set<String>> named = new TreeMap<>();
        RULE.matcher(holding())
                .results()
                .forEach(rule ->
                        named.put(rule.group(1), new TreeSet<>(found(TEST, rule.group(), test -> test.group(1)))));
        Map<String, Set<String>> citing = new TreeMap<>();
        for (Path test : files(TESTS, DesignPageTests::isTest)) {
            for (String rule : cited(CITED_RULES, test)) {
                citing.computeIfAbsent(rule, _ -> new TreeSet<>()).add(simpleName(test));
            }
        }
        assertThat(named).isEqualTo(citing);
    }

    @Test
    void hasWhateverIsCitedOfIt() throws IOException {
        List<String> rules = found(RULE, holding(), rule -> rule.group(1));
        List<String> sections = found(SECTION, Files.readString(COMMITTED), section -> section.group(1));
        for (Path file : sources()) {
            assertThat(rules).as("%s", file).containsAll(cited(CITED_RULES, file));
            assertThat(sections).as("%s", file).containsAll(cited(CITED_SECTION, file));
        }
    }

    @Test
    void namesNoTestThatIsGone() throws IOException {
        assertThat(files(TESTS, DesignPageTests::isTest).stream().map(DesignPageTests::simpleName))
                .containsAll(found(TEST, Files.readString(COMMITTED), test -> test.group(1)));
    }

    /** The text of the rules. */
    private static String holding() throws IOException {
        return found(HOLDS, Files.readString(COMMITTED), rules -> rules.group(1))
                .getFirst();
    }

    private static String rooms() {
        Map<String, Set<String>> arrows = new TreeMap<>();
        MODULES.forEach(room -> arrows.put(name(room), known(room)));
        return """

            ```mermaid
            flowchart TD
            %s
            %s
            ```

            | room | owns | knows |
            | --- | --- | --- |
            %s

            """.formatted(
                places().collect(joining("\n")),
                MODULES.stream()
                        .sorted()
                        .filter(room -> !drawn(room, arrows).isEmpty())
                        .map(room -> "  %s --> %s".formatted(name(room), String.join(" & ", drawn(room, arrows))))
                        .collect(joining("\n")),
                MODULES.stream()
                        .sorted()
                        .map(room -> "| `%s` | %s | %s |".formatted(name(room), owned(room), listed(known(room))))
                        .collect(joining("\n")));
    }

    /** Each room, those of a wing and the foundations in a frame. */
    private static Stream<String> places() {
        Map<String, List<String>> frames = new TreeMap<>();
        MODULES.stream()
                .sorted()
                .forEach(room -> frames.computeIfAbsent(frame(room), _ -> new ArrayList<>())
                        .add("  " + name(room)));
        return frames.entrySet().stream()
                .flatMap(frame -> frame.getKey().isEmpty() ? frame.getValue().stream() : framed(frame));
    }

    private static Stream<String> framed(Map.Entry<String, List<String>> frame) {
        return Stream.of(
                        Stream.of("  subgraph " + frame.getKey()),
                        frame.getValue().stream().map(room -> "  " + room),
                        Stream.of("  end"))
                .flatMap(lines -> lines);
    }

    private static String frame(ApplicationModule room) {
        String name = name(room);
        return isFoundation(room) ? FOUNDATIONS : name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }

    /** That all may use the foundations goes without saying; how these stand on each other does not. */
    private static Set<String> known(ApplicationModule room) {
        return room.getDirectDependencies(MODULES)
                .uniqueModules()
                .filter(known -> isFoundation(room) || !isFoundation(known))
                .map(DesignPageTests::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isFoundation(ApplicationModule room) {
        return MODULES.getSharedModules().contains(room);
    }

    /** Without the arrows to where others lead as well, as all those to the foundations do but the last. */
    private static List<String> drawn(ApplicationModule room, Map<String, Set<String>> arrows) {
        Set<String> known = known(room);
        if (known.isEmpty()
                && !isFoundation(room)
                && !room.getDirectDependencies(MODULES).isEmpty()) {
            return List.of(FOUNDATIONS);
        }
        return known.stream()
                .filter(target -> known.stream().noneMatch(between -> leads(between, target, arrows)))
                .toList();
    }

    private static boolean leads(String from, String to, Map<String, Set<String>> arrows) {
        Set<String> known = arrows.getOrDefault(from, Set.of());
        return known.contains(to) || known.stream().anyMatch(between -> leads(between, to, arrows));
    }

    private static String name(ApplicationModule room) {
        return room.getIdentifier().toString();
    }

    /** The first sentence of what the room says of itself. */
    private static String owned(ApplicationModule room) {
        Path file =
                MAIN.resolve(room.getBasePackage().getName().replace('.', '/')).resolve("package-info.java");
        return found(JAVADOC, read(file), text -> text.group(1))
                .getFirst()
                .replaceAll("\\s*\\n\\s*\\*\\s*", " ")
                .replaceAll("\\{@code ([^}]*)}", "`$1`")
                .strip()
                .replaceFirst("(?<=\\.) .*", "");
    }

    private static String listed(Collection<String> rooms) {
        return rooms.stream().map(room -> "`" + room + "`").collect(joining(", "));
    }

    private static Set<String> cited(Pattern citation, Path file) {
        return citation.matcher(read(file))
                .results()
                .flatMap(cited -> found(NUMBER, cited.group(1), MatchResult::group).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> found(Pattern pattern, String text, Function<MatchResult, String> part) {
        return pattern.matcher(text).results().map(part).toList();
    }

    private static boolean isTest(Path file) {
        return file.toString().endsWith("Tests.java") || file.toString().endsWith("IT.java");
    }

    private static String simpleName(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static List<Path> sources() throws IOException {
        Predicate<Path> java = file -> file.toString().endsWith(".java");
        return Stream.concat(files(MAIN, java).stream(), files(TESTS, java).stream())
                .toList();
    }

    private static List<Path> files(Path folder, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(wanted).sorted().toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }
}
