package io.latchkey.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;

/** Java and PostgreSQL must agree which grant pays first, ids and missing ends included (rule 10). */
@Tag("oldest")
class BurnOrderDatabaseTests {

    private static final Instant NOW = Instant.parse("2026-03-10T00:00:00Z");
    private static final String SITE = "burning";

    /** Each repetition is another set of grants, the same in every run. */
    @RepeatedTest(20)
    void theDatabaseDrawsAReadersGrantsDryInTheOrderThatTheRuleStates(RepetitionInfo repetition) throws SQLException {
        Random random = new Random(repetition.getCurrentRepetition());
        UUID reader = new UUID(random.nextLong(), random.nextLong());
        List<Grant> grants = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            grants.add(grant(random));
        }
        try (Connection database = TestDatabase.connect(TestService.shared().databaseUrl())) {
            for (Grant grant : grants) {
                insert(database, reader, grant);
            }
            List<UUID> expected = burnt(grants);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(draw(database, reader, "post-" + i)).isEqualTo("spent");
            }
            assertThat(draw(database, reader, "one-too-many")).isEqualTo("none");
            assertThat(drawnFrom(database, reader)).isEqualTo(expected);
        }
    }

    /** Few values, so that each column has to break ties of the one before it. */
    private static Grant grant(Random random) {
        int amount = 1 + random.nextInt(2);
        int days = random.nextInt(5);
        return new Grant(
                new UUID(random.nextLong(), random.nextLong()),
                GrantSource.GIFT,
                amount,
                random.nextInt(amount + 1),
                random.nextInt(2) == 0 ? 20 : 30,
                days == 0 ? null : NOW.plusSeconds(86_400L * (days - 2)),
                null,
                NOW.minusSeconds(random.nextInt(2)));
    }

    private static List<UUID> burnt(List<Grant> grants) {
        List<UUID> ids = new ArrayList<>();
        grants.stream()
                .filter(grant -> grant.drawableAt(NOW))
                .sorted(Grant.BURN_ORDER)
                .forEach(grant -> {
                    for (int spent = grant.used(); spent < grant.amount(); spent++) {
                        ids.add(grant.id());
                    }
                });
        return ids;
    }

    private static void insert(Connection database, UUID reader, Grant grant) throws SQLException {
        try (PreparedStatement insert = database.prepareStatement("""
            INSERT INTO unlock_grant (site_id, reader_id, grant_id, source, amount,
                used, priority, expires_at, created_at)
            VALUES (?, ?, ?, 'gift', ?, ?, ?, ?, ?)
            """)) {
            insert.setString(1, SITE);
            insert.setObject(2, reader);
            insert.setObject(3, grant.id());
            insert.setInt(4, grant.amount());
            insert.setInt(5, grant.used());
            insert.setInt(6, grant.priority());
            Instant end = grant.expiresAt();
            insert.setObject(7, end == null ? null : at(end));
            insert.setObject(8, at(grant.createdAt()));
            insert.executeUpdate();
        }
    }

    private static String draw(Connection database, UUID reader, String article) throws SQLException {
        try (PreparedStatement draw = database.prepareStatement("SELECT outcome FROM draw_unlock(?, ?, ?, ?)")) {
            draw.setString(1, SITE);
            draw.setObject(2, reader);
            draw.setString(3, article);
            draw.setObject(4, at(NOW));
            try (ResultSet answer = draw.executeQuery()) {
                answer.next();
                return answer.getString(1);
            }
        }
    }

    /** By the number in the article's id: the order in which they were drawn. */
    private static List<UUID> drawnFrom(Connection database, UUID reader) throws SQLException {
        record Drawn(int number, UUID grant) {}
        List<Drawn> drawn = new ArrayList<>();
        try (PreparedStatement query = database.prepareStatement(
                "SELECT article_id, grant_id FROM unlock WHERE site_id = ? AND reader_id =" + " ?")) {
            query.setString(1, SITE);
            query.setObject(2, reader);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    int number = Integer.parseInt(rows.getString(1).substring("post-".length()));
                    drawn.add(new Drawn(number, rows.getObject(2, UUID.class)));
                }
            }
        }
        return drawn.stream()
                .sorted(Comparator.comparingInt(Drawn::number))
                .map(Drawn::grant)
                .toList();
    }

    private static OffsetDateTime at(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }
}
