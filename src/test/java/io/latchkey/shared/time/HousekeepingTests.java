package io.latchkey.shared.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What has had its time goes, and nothing else does (rule 12). */
@Tag("oldest")
class HousekeepingTests {

    @Test
    void readsAreForgottenAfterTheSitesDaysAndUnlocksNever() throws SQLException {
        try (TestService service = TestService.own()) {
            TestSite site = service.site("archive")
                    .settings("""
                        "meter":{"limit":2,"anonymousLimit":1,"period":"P1D"},
                        "history":{"days":30}
                        """)
                    .article("brief", "metered")
                    .article("essay", "premium");
            TestReader reader = site.reader("subscriber-1");
            TestReader passerBy = site.anonymous();
            site.grant("subscriber-1", 1);
            assertThat(reader.read("brief").status()).isEqualTo(201);
            assertThat(passerBy.read("brief").status()).isEqualTo(201);
            assertThat(reader.unlock("essay").status()).isEqualTo(201);
            Clock clock = service.bean(Clock.class);
            Housekeeping housekeeping = service.bean(Housekeeping.class);

            clock.runAheadBy(Duration.ofDays(30));
            housekeeping.purge().block();
            assertThat(count(service, "metered_read")).isEqualTo(2);
            assertThat(count(service, "meter")).isZero();

            clock.runAheadBy(Duration.ofDays(32));
            housekeeping.purge().block();
            assertThat(count(service, "metered_read")).isZero();
            assertThat(count(service, "unlock")).isEqualTo(1);
            assertThat(count(service, "unlock_grant")).isEqualTo(1);
            assertThat(count(service, "reader")).isEqualTo(2);
        }
    }

    /** Of each two rows of one reader the second is old, and of checkouts the third was paid. */
    @Test
    void whatIsOldGoesAndWhatIsYoungOrWasPaidStays() throws SQLException {
        try (TestService service = TestService.own()) {
            String young = "now() + interval '1 day'";
            String old = "now() - interval '5 years'";
            String reader = "'swept', '6de75a5f-da80-8e11-b5a3-3b24afe7ee33'";
            run(service, """
                INSERT INTO applied_event VALUES (%1$s, 'sandbox', 'young', %2$s), (%1$s, 'sandbox', 'old', %3$s);
                INSERT INTO id_token_use VALUES (%1$s, 'young', %2$s), (%1$s, 'old', %3$s);
                INSERT INTO ended_session VALUES (%1$s, gen_random_uuid(), %2$s), (%1$s, gen_random_uuid(), %3$s);
                INSERT INTO idempotency (site_id, reader_id, credential, path, idempotency_key, body_hash, created_at)
                VALUES (%1$s, 'c', '/', 'young', '', %2$s), (%1$s, 'c', '/', 'old', '', %3$s);
                INSERT INTO revocation VALUES (%1$s, %2$s), ('other', gen_random_uuid(), %3$s);
                INSERT INTO event (site_id, reader_id, event_id, type, data, occurred_at)
                VALUES (%1$s, gen_random_uuid(), 'young', '{}', %2$s), (%1$s, gen_random_uuid(), 'old', '{}', %3$s);
                INSERT INTO checkout (site_id, reader_id, checkout_id, plan_id, pack, price_minor, currency,
                    due_now_minor, plan_name, period, unlocks, status, created_at)
                SELECT %1$s, gen_random_uuid(), 'monthly', false, 900, 'EUR', 900, 'Monthly', 'P1M', 0, status, made
                FROM (VALUES ('open', %2$s), ('open', %3$s), ('paid', %3$s)) AS checkouts (status, made)
                """.formatted(reader, young, old));

            service.bean(Housekeeping.class).purge().block();

            for (String table :
                    List.of("applied_event", "id_token_use", "ended_session", "idempotency", "revocation", "event")) {
                assertThat(count(service, table)).as(table).isEqualTo(1);
            }
            assertThat(count(service, "revocation WHERE site_id = 'swept'")).isEqualTo(1);
            assertThat(count(service, "applied_event WHERE event_id = 'young'")).isEqualTo(1);
            assertThat(count(service, "id_token_use WHERE nonce = 'young'")).isEqualTo(1);
            assertThat(count(service, "idempotency WHERE idempotency_key = 'young'"))
                    .isEqualTo(1);
            assertThat(count(service, "event WHERE type = 'young'")).isEqualTo(1);
            assertThat(count(service, "ended_session WHERE expires_at > now()")).isEqualTo(1);
            assertThat(count(service, "checkout")).isEqualTo(2);
            assertThat(count(service, "checkout WHERE status = 'paid'")).isEqualTo(1);
        }
    }

    private static void run(TestService service, String sql) throws SQLException {
        try (Connection connection = TestDatabase.connect(service.databaseUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aRoomThatCannotBeClearedStopsNoOther() {
        List<Perishable> rooms = List.of(
                _ -> Mono.just(1L),
                _ -> Mono.error(new IllegalStateException("held")),
                _ -> {
                    throw new IllegalStateException("at once");
                },
                _ -> Mono.just(2L));
        assertThat(new Housekeeping(rooms, new Clock(Instant::now)).purge().block())
                .isEqualTo(3);
    }

    private static int count(TestService service, String table) throws SQLException {
        try (Connection connection = TestDatabase.connect(service.databaseUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
