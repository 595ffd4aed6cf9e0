package io.latchkey.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.Wait;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever is under way while a reader is erased goes as well (rule 12). */
@Tag("oldest")
class EraseRaceTests {

    /** The unlock is drawn and will be answered, but its transaction has not ended yet. */
    @Test
    void waitsForAnUnlockThatIsUnderWayAndTakesItAlong() throws SQLException {
        TestSite site = TestService.shared().site("erased").article("essay", "premium");
        TestReader ada = site.reader("ada");
        assertThat(site.grant("ada", 2).status()).isEqualTo(201);
        UUID reader = UUID.fromString(ada.me().path("reader").path("id").asString());

        try (Connection unlocking = TestDatabase.connect(TestService.shared().databaseUrl())) {
            int backend = Connections.backend(unlocking);
            unlocking.setAutoCommit(false);
            draw(unlocking, site, reader);
            CompletableFuture<Answer> erasure = site.api()
                    .sendAsync(
                            site.api().request("/v1/me", ada.token()).DELETE().build());
            Wait.until(
                    "the erasure waits for the unlock, or is done",
                    () -> erasure.isDone() || Connections.somebodyWaitsFor(backend));
            unlocking.commit();

            assertThat(erasure.join().status()).isEqualTo(202);
        }

        assertThat(Ledger.number("""
            SELECT (SELECT count(*) FROM unlock WHERE reader_id = ?)
                + (SELECT count(*) FROM unlock_grant WHERE reader_id = ?)
            """, reader, reader)).isZero();
    }

    private static void draw(Connection unlocking, TestSite site, UUID reader) throws SQLException {
        try (PreparedStatement draw =
                unlocking.prepareStatement("SELECT outcome FROM draw_unlock(?, ?, 'essay', now())")) {
            draw.setString(1, site.id());
            draw.setObject(2, reader);
            draw.execute();
        }
    }
}
