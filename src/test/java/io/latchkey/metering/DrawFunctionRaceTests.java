package io.latchkey.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.TestService;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The functions that draw, under more transactions at once than a service would send them (rules 1 and 2). */
@Tag("oldest")
class DrawFunctionRaceTests {

    private static final int TRANSACTIONS = 200;
    private static final OffsetDateTime NOW = OffsetDateTime.parse("2030-05-10T12:00:00Z");
    private static final OffsetDateTime LATER = NOW.plusDays(30);

    @SuppressWarnings("NullAway.Init")
    private static Connections connections;

    private final String site = TestService.shared().site("draws").id();
    private final UUID ada = UUID.randomUUID();

    @BeforeAll
    static void open() {
        connections = Connections.open(TRANSACTIONS);
    }

    @AfterAll
    static void close() throws SQLException {
        connections.close();
    }

    @Test
    void drawsWhatIsLeftAndNotOneMore() {
        grant(ada, 20, NOW.plusDays(1));
        grant(ada, 30, null);

        List<String> outcomes = connections.race((connection, number) -> unlock(connection, ada, "post-" + number));

        assertThat(counts(outcomes)).isEqualTo(Map.of("spent", 50L, "none", 150L));
        Ledger.balances(site);
    }

    @Test
    void drawsOneUnlockForOneArticle() {
        grant(ada, 50, null);
        oneIsSpentAndTheOthersFindItOpen((connection, _) -> unlock(connection, ada, "scoop"));
    }

    @Test
    void tellsEveryTwinOfTheLastUnlockThatItIsOpen() {
        grant(ada, 1, null);
        oneIsSpentAndTheOthersFindItOpen((connection, _) -> unlock(connection, ada, "scoop"));
    }

    @Test
    void countsAsManyReadsAsTheLimitInOnePeriodWhoeverBeginsIt() {
        List<String> outcomes = connections.race(
                (connection, number) -> read(connection, ada, "post-" + number, NOW.plusNanos(number * 1_000L), 50));

        assertThat(counts(outcomes)).isEqualTo(Map.of("spent", 50L, "none", 150L));
        assertThat(countedByPeriod()).hasSize(1);
        Ledger.balances(site);
    }

    @Test
    void countsOneReadOfOneArticle() {
        oneIsSpentAndTheOthersFindItOpen((connection, _) -> read(connection, ada, "scoop", NOW, 1));
    }

    /** Requests that looked at the clock before the period ended still arrive after it has. */
    @Test
    void countsNoMoreThanTheLimitInEitherPeriodWhenOneEndsMeanwhile() {
        int limit = 5;
        connections.race((connection, number) -> number == 0 ? read(connection, ada, "first", NOW, limit) : "");

        List<String> outcomes = connections.race((connection, number) ->
                read(connection, ada, "post-" + number, number % 2 == 0 ? LATER.minusSeconds(1) : LATER, limit));

        List<Long> counted = countedByPeriod();
        assertThat(counted).hasSize(2).allMatch(count -> count <= limit).endsWith((long) limit);
        assertThat(counts(outcomes).get("spent"))
                .as("beside the one that began the first period")
                .isEqualTo(counted.stream().mapToLong(Long::longValue).sum() - 1);
        Ledger.balances(site);
    }

    @Test
    void drawsExactlyWhatManyReadersHaveWhateverTheyAskFor() {
        long seed = System.nanoTime();
        System.out.println("Random draws run with seed " + seed + ".");
        Random random = new Random(seed);
        List<Wallet> wallets = Stream.generate(() -> wallet(random)).limit(8).toList();
        Set<List<Object>> asked = Collections.newSetFromMap(new ConcurrentHashMap<>());

        connections.race((connection, number) -> {
            Random choices = new Random(seed + number);
            for (int i = 0; i < 10; i++) {
                Wallet wallet = wallets.get(choices.nextInt(wallets.size()));
                String article = "post-" + choices.nextInt(30);
                boolean unlocks = choices.nextBoolean();
                asked.add(List.of(wallet.reader, unlocks, article));
                if (unlocks) {
                    unlock(connection, wallet.reader, article);
                } else {
                    read(connection, wallet.reader, article, NOW, wallet.limit);
                }
            }
            return true;
        });

        for (Wallet wallet : wallets) {
            assertThat(spent("unlock", wallet.reader))
                    .as("unlocks of seed %d", seed)
                    .isEqualTo(Math.min(wallet.unlocks, asked(asked, wallet.reader, true)));
            assertThat(spent("metered_read", wallet.reader))
                    .as("reads of seed %d", seed)
                    .isEqualTo(Math.min(wallet.limit, asked(asked, wallet.reader, false)));
        }
        Ledger.balances(site);
    }

    /** What a reader may spend: unlocks over some grants, of which others have expired. */
    private record Wallet(UUID reader, int unlocks, int limit) {}

    private Wallet wallet(Random random) {
        UUID reader = UUID.randomUUID();
        int unlocks = 0;
        for (int i = random.nextInt(5); i > 0; i--) {
            int amount = 1 + random.nextInt(10);
            boolean expired = random.nextInt(4) == 0;
            grant(reader, amount, expired ? NOW : random.nextBoolean() ? LATER : null);
            unlocks += expired ? 0 : amount;
        }
        return new Wallet(reader, unlocks, random.nextInt(40));
    }

    private void oneIsSpentAndTheOthersFindItOpen(Connections.Runner<String> draw) {
        assertThat(counts(connections.race(draw))).isEqualTo(Map.of("spent", 1L, "open", TRANSACTIONS - 1L));
        Ledger.balances(site);
    }

    private String unlock(Connection connection, UUID reader, String article) throws SQLException {
        return outcome(connection, "SELECT outcome FROM draw_unlock(?, ?, ?, ?)", site, reader, article, NOW);
    }

    private String read(Connection connection, UUID reader, String article, OffsetDateTime now, int limit)
            throws SQLException {
        return outcome(
                connection,
                "SELECT outcome FROM draw_read(?, ?, false, ?, ?, ?, ?, ?)",
                site,
                reader,
                article,
                now,
                now,
                now.plusDays(30),
                limit);
    }

    private static String outcome(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getString(1);
            }
        }
    }

    private void grant(UUID reader, int amount, @Nullable OffsetDateTime expiresAt) {
        Ledger.change(
                """
                INSERT INTO unlock_grant (site_id, reader_id, grant_id, source, amount, used,
                    priority, expires_at, created_at)
                VALUES (?, ?, ?, 'gift', ?, 0, 30, ?::timestamptz, ?)
                """,
                site,
                reader,
                UUID.randomUUID(),
                amount,
                expiresAt == null ? "infinity" : expiresAt.toString(),
                NOW);
    }

    private List<Long> countedByPeriod() {
        return Ledger.rows("""
            SELECT count(*) FROM metered_read
            WHERE site_id = ? AND reader_id = ? AND counted
            GROUP BY period_start ORDER BY period_start
            """, site, ada).stream()
                .map(row -> Long.valueOf(row.getFirst()))
                .toList();
    }

    private long spent(String table, UUID reader) {
        return Ledger.number("SELECT count(*) FROM " + table + " WHERE site_id = ? AND reader_id = ?", site, reader);
    }

    private static long asked(Set<List<Object>> asked, UUID reader, boolean unlocks) {
        return asked.stream()
                .filter(one -> one.get(0).equals(reader) && one.get(1).equals(unlocks))
                .count();
    }

    private static Map<String, Long> counts(List<String> outcomes) {
        return outcomes.stream()
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }
}
