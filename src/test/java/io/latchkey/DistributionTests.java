package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.TestCluster;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The schema can be spread over several nodes by the reader: whatever is a reader's is found by that
 * reader alone.
 */
class DistributionTests {

    private static final Path MAIN = Path.of("src/main/java/io/latchkey");
    private static final Path SCRIPT = Path.of("src/main/resources/db/citus/distribute.sql");

    /** Leads from an id to its reader. */
    private static final String LOOK_UP = "receipt_lookup";

    /**
     * The statements that name a reader's table and not the reader, by how they begin. None of them
     * writes; each reads a batch, counts, looks for a few, or is the beginning of others.
     */
    private static final Set<String> SWEEPS = Set.of(
            "event/EventQueues.java: SELECT count(*) AS held FROM ( SELECT 1 FROM event_queue WHE",
            "event/IdleQueues.java: SELECT site_id, reader_id, consumer FROM event_queue WHERE",
            "event/EventQueues.java: SELECT site_id, reader_id, consumer, due_at FROM event_queue",
            "event/EventReplay.java: SELECT (SELECT count(*) FROM ( SELECT 1 FROM event WHERE %s",
            "event/EventReplay.java: SELECT DISTINCT reader_id FROM event WHERE %s LIMIT 10000",
            "notice/NoticeQueue.java: SELECT count(*) AS held FROM ( SELECT 1 FROM notice WHERE st",
            "notice/NoticeQueue.java: SELECT site_id, reader_id, notice_id, due_at FROM notice WHE",
            "payment/promo/Redemptions.java: SELECT DISTINCT site_id, reader_id FROM promo_redemption WHE",
            "payment/promo/Redemptions.java: SELECT count(*) FILTER (WHERE status = 'redeemed') AS redeem",
            "payment/sandbox/SandboxBooks.java: SELECT book FROM sandbox_subscription WHERE ended_at IS NULL",
            "payment/sandbox/SandboxBooks.java: SELECT due_at FROM sandbox_subscription WHERE due_at <= :by",
            "payment/sandbox/SandboxBooks.java: SELECT site_id, reader_id, subscription_id FROM sandbox_subs",
            "reader/identity/Readers.java: SELECT ref FROM reader WHERE site_id = :site AND lower(email",
            "subscription/change/PriceLetters.java: SELECT reader_id, subscription_id, price_change.price_change",
            "subscription/change/PriceSchedule.java: SELECT site_id, reader_id, subscription_id, announced_price_",
            "subscription/transition/Subscriptions.java: SELECT due_at FROM subscription WHERE status <> 'expired' AN",
            "subscription/transition/Subscriptions.java: SELECT site_id, reader_id FROM subscription WHERE status <>",
            "subscription/transition/Subscriptions.java: SELECT site_id, reader_id, subscription_id, plan_id, source,",
            "subscription/renewal/UnheardRenewals.java: SELECT site_id, count(*) AS unheard FROM subscription WHERE",
            "subscription/renewal/UpcomingNotices.java: FROM subscription WHERE %s AND next_charge_minor IS NOT NULL");

    private static final Pattern JAVA_COMMENT = Pattern.compile("/\\*(?s:.*?)\\*/|(?m:(?<!:)//.*$)");
    private static final Pattern TEXT = Pattern.compile("(?s)\"\"\"(.*?)\"\"\"|\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
    private static final Pattern SQL = Pattern.compile("\\b(SELECT|INSERT INTO|UPDATE|DELETE|FROM)\\b");
    private static final Pattern WORD = Pattern.compile("(?<![:.'\\w])[a-z_]+(?![\\w'(])");
    private static final Pattern ONE_READER = Pattern.compile("reader_id = (:reader|:reader_id)\\b");
    private static final Pattern INSERTED =
            Pattern.compile("^(WITH appended AS \\( )?INSERT INTO \\w+( AS \\w+)? \\(site_id, reader_id\\b");

    @Test
    void everyKeyOfAReadersTableBeginsWithTheReader() throws SQLException {
        assertThat(rows("""
            SELECT i.indrelid::regclass || ' ' || i.indexrelid::regclass || ' ' || a.attname
            FROM pg_index i
            JOIN pg_attribute r ON r.attrelid = i.indrelid AND r.attname = 'reader_id' AND r.attnotnull
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
            JOIN pg_class c ON c.oid = i.indrelid
            WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace
            """))
                .hasSizeGreaterThan(30)
                .allMatch(key -> key.endsWith(" reader_id") || key.startsWith(LOOK_UP));
    }

    @Test
    void everyStatementOnAReadersTableNamesTheReader() throws IOException, SQLException {
        Set<String> readers = readersTables();
        Set<String> sweeps = new TreeSet<>();
        for (Path file : javaFiles()) {
            String code = JAVA_COMMENT.matcher(Files.readString(file)).replaceAll("");
            TEXT.matcher(code)
                    .results()
                    .map(text -> text.group(1) == null ? text.group(2) : text.group(1))
                    .map(text -> text.replaceAll("\\s+", " ").strip())
                    .filter(text -> SQL.matcher(text).find() && names(text, readers))
                    .filter(text -> !ONE_READER.matcher(text).find()
                            && !INSERTED.matcher(text).find())
                    .forEach(text -> sweeps.add(MAIN.relativize(file) + ": "
                            + text.substring(0, Math.min(60, text.length())).strip()));
        }
        assertThat(sweeps)
                .isEqualTo(SWEEPS)
                .noneMatch(Pattern.compile(": .*(INSERT|UPDATE|DELETE)").asPredicate());
    }

    @Test
    void everyTableAndEveryFunctionHasItsPlaceInACluster() throws IOException, SQLException {
        String script = Files.readString(SCRIPT).replaceAll("(?m)--.*$", "");
        assertThat(named(script, "_table(?:_to_metadata)?\\('(\\w+)'"))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(rows("""
                    SELECT relname FROM pg_class
                    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                        AND relname <> 'flyway_schema_history'
                    """));
        assertThat(named(script, "create_distributed_table\\('(\\w+)', 'reader_id'"))
                .containsExactlyInAnyOrderElementsOf(readersTables());
        assertThat(named(script.replaceAll("'\\s+'", ""), "create_distributed_function\\(\\s*'([^']*)'"))
                .containsExactlyInAnyOrderElementsOf(
                        rows("""
                            SELECT replace(oid::regprocedure::text, 'timestamp with time zone', 'timestamptz')
                            FROM pg_proc WHERE pronamespace = 'public'::regnamespace
                            """).stream().map(name -> name.replace(",", ", ")).toList());
    }

    /** What of Citus the script asks for, and what that refuses, as far as no cluster is needed to know. */
    private static final String AS_CITUS = """
        CREATE SCHEMA citus;
        SET LOCAL search_path = public, citus;
        CREATE TABLE citus.spread (name regclass PRIMARY KEY, by_reader boolean NOT NULL);

        CREATE FUNCTION citus.create_reference_table(name regclass) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO citus.spread VALUES (name, false);
            ASSERT NOT EXISTS (SELECT 1 FROM pg_constraint
                WHERE conrelid = name AND contype = 'f' AND confrelid NOT IN
                    (SELECT s.name FROM citus.spread s WHERE NOT by_reader)), name || ' refers to what is not everywhere';
        END $$;

        CREATE FUNCTION citus.create_distributed_table(
            name regclass, by text, colocate_with text DEFAULT 'default') RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO citus.spread VALUES (name, true);
            ASSERT NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = name AND contype = 'f'
                AND confrelid NOT IN (SELECT s.name FROM citus.spread s)), name || ' refers to what is not spread yet';
            ASSERT NOT EXISTS (SELECT 1 FROM pg_index WHERE indrelid = name AND indisunique AND NOT EXISTS
                (SELECT 1 FROM pg_attribute WHERE attrelid = name AND attname = by AND attnum = ANY (indkey))),
                name || ' is unique without ' || by;
            ASSERT colocate_with IN ('default', 'none') OR EXISTS
                (SELECT 1 FROM citus.spread s WHERE s.name = colocate_with::regclass AND by_reader),
                name || ' lies beside what is not spread yet';
        END $$;

        CREATE FUNCTION citus.citus_add_local_table_to_metadata(name regclass) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            ASSERT NOT EXISTS (SELECT 1 FROM pg_constraint JOIN citus.spread s ON s.name = confrelid
                WHERE conrelid = $1 AND contype = 'f' AND by_reader), name || ' refers to what is a reader''s';
            INSERT INTO citus.spread VALUES (name, false);
        END $$;

        CREATE FUNCTION citus.create_distributed_function(
            name regprocedure, by text DEFAULT NULL, colocate_with text DEFAULT 'default')
        RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            ASSERT by IS NULL OR by = ANY ((SELECT proargnames FROM pg_proc WHERE oid = name)::text[]),
                name || ' takes no ' || by;
            ASSERT colocate_with IN ('default', 'none') OR EXISTS
                (SELECT 1 FROM citus.spread s WHERE s.name = colocate_with::regclass AND by_reader),
                name || ' runs beside what is not spread yet';
        END $$;
        """;

    /** Without a cluster: that each call of the script is one that Citus takes, in this order. */
    @Test
    void theScriptRunsToItsEnd() throws SQLException {
        try (Connection connection = TestDatabase.connect(TestService.shared().databaseUrl());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                statement.execute(AS_CITUS);
                TestCluster.spread(connection);
            } finally {
                connection.rollback();
            }
        }
    }

    private static boolean names(String text, Set<String> tables) {
        return WORD.matcher(text).results().map(MatchResult::group).anyMatch(tables::contains);
    }

    private static Set<String> readersTables() throws SQLException {
        Set<String> tables = new TreeSet<>(rows("""
            SELECT c.relname FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'reader_id' AND a.attnotnull
            WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
            """));
        assertThat(tables.remove(LOOK_UP)).isTrue();
        return tables;
    }

    private static List<String> named(String script, String pattern) {
        return Pattern.compile(pattern)
                .matcher(script)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static List<Path> javaFiles() throws IOException {
        try (Stream<Path> all = Files.walk(MAIN)) {
            return all.filter(file -> file.toString().endsWith(".java")).collect(Collectors.toList());
        }
    }

    private static List<String> rows(String sql) throws SQLException {
        try (Connection connection = TestDatabase.connect(TestService.shared().databaseUrl());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }
}
