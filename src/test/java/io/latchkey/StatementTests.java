package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every table is one room's, that of the migration which makes it, and no other room's SQL names it.
 * Where a room has to know what another one keeps, it asks that room.
 */
class StatementTests {

    private static final Path MAIN = Path.of("src/main/java/io/latchkey");
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    /** The only SQL that reads across rooms: the decision, and the list of what was opened. */
    private static final Map<String, Set<String>> ACROSS = Map.of(
            "access/Standings.java",
            Set.of(
                    "article",
                    "ended_session",
                    "meter",
                    "metered_read",
                    "plan",
                    "reader",
                    "revocation",
                    "site",
                    "subscription",
                    "unlock",
                    "unlock_grant"),
            "access/Library.java",
            Set.of("article", "unlock"),
            // Which has a column of that name.
            "payment/checkout/Checkouts.java",
            Set.of("promo_code"),
            // A first read makes the anonymous reader whose it is, in the one round trip of a draw.
            "V008__metering.sql",
            Set.of("reader"));

    private static final Pattern MIGRATION = Pattern.compile("V\\d+__(\\w+)\\.sql");
    private static final Pattern MADE = Pattern.compile("CREATE TABLE (\\w+)");
    private static final Pattern JAVA_COMMENT = Pattern.compile("/\\*(?s:.*?)\\*/|(?m:(?<!:)//.*$)");
    private static final Pattern SQL_COMMENT = Pattern.compile("(?m)--.*$");
    private static final Pattern TEXT = Pattern.compile("(?s)\"\"\"(.*?)\"\"\"|\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
    private static final Pattern SQL =
            Pattern.compile("\\b(SELECT|INSERT|UPDATE|DELETE|FROM|JOIN|WHERE|SET|VALUES)\\b");
    private static final Pattern ROW = Pattern.compile("@Table\\(\"(\\w+)\"\\)");

    /** A word of its own: no parameter, no column of an alias, no function, nothing quoted. */
    private static final Pattern WORD = Pattern.compile("(?<![:.'\\w])[a-z_]+(?![\\w'(])");

    private static final Pattern NAMED = Pattern.compile("\\b(?:FROM|JOIN|INTO|UPDATE)\\s+(\\w+)");

    @Test
    void noStatementNamesATableOfAnotherRoom() throws IOException {
        Map<String, String> rooms = rooms();
        Map<String, Set<String>> crossing = new TreeMap<>();
        for (Path file : files(MAIN, ".java")) {
            note(crossing, MAIN.relativize(file), tables(file, rooms.keySet()), room(file), rooms);
        }
        for (Path file : files(MIGRATIONS, ".sql")) {
            String sql = SQL_COMMENT.matcher(Files.readString(file)).replaceAll("");
            Set<String> named = found(NAMED, sql, match -> match.group(1));
            named.retainAll(rooms.keySet());
            note(crossing, file.getFileName(), named, room(file), rooms);
        }
        assertThat(crossing).isEqualTo(ACROSS);
    }

    private static void note(
            Map<String, Set<String>> crossing, Path file, Set<String> tables, String room, Map<String, String> rooms) {
        Set<String> others = tables.stream()
                .filter(table -> !room.equals(rooms.get(table)))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!others.isEmpty()) {
            crossing.put(file.toString(), others);
        }
    }

    /** Of each table the room that its migration is named after. */
    private static Map<String, String> rooms() throws IOException {
        Map<String, String> rooms = new TreeMap<>();
        for (Path file : files(MIGRATIONS, ".sql")) {
            found(MADE, Files.readString(file), match -> match.group(1)).forEach(table -> rooms.put(table, room(file)));
        }
        return rooms;
    }

    /** Sub-features are in the room of the package above them; the rooms of payment have tables of their own. */
    private static String room(Path file) {
        String name = file.getFileName().toString();
        if (name.endsWith(".sql")) {
            return MIGRATION.matcher(name).replaceAll("$1").replace('_', '/');
        }
        Path place = MAIN.relativize(file).getParent();
        String first = place == null ? "" : place.getName(0).toString();
        return "payment".equals(first) ? String.valueOf(place) : first;
    }

    private static Set<String> tables(Path file, Set<String> known) throws IOException {
        String code = JAVA_COMMENT.matcher(Files.readString(file)).replaceAll("");
        Set<String> tables = found(ROW, code, match -> match.group(1));
        found(TEXT, code, match -> match.group(1) == null ? match.group(2) : match.group(1)).stream()
                .filter(text -> SQL.matcher(text).find())
                .forEach(text -> tables.addAll(found(WORD, text, MatchResult::group)));
        tables.retainAll(known);
        return tables;
    }

    private static Set<String> found(Pattern pattern, String text, Function<MatchResult, String> part) {
        return pattern.matcher(text).results().map(part).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
