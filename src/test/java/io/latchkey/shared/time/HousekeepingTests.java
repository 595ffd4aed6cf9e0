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

/** What has had its time goes, and nothing else does. */
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
