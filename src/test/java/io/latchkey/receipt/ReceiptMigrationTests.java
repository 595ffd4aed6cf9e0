package io.latchkey.receipt;

import static io.latchkey.testing.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Migrations;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Receipts that were there before there was a chain. */
@Tag("oldest")
class ReceiptMigrationTests {

    private static final String OLD = "01900000-0000-7000-8000-000000000001";

    @Test
    void areFoundByTheirIdsAndSaidToBeUnsigned() throws SQLException {
        String url = TestDatabase.fresh();
        Migrations.to(url, "12");
        try (Connection connection = TestDatabase.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                INSERT INTO receipt (site_id, reader_id, receipt_id, kind, content, received_at)
                VALUES ('news', '00000000-0000-8000-8000-000000000000', '%s', 'cancellation',
                    '{"plan": "old"}', now())
                """.formatted(OLD));
        }
        try (TestService service = TestService.on(url)) {
            assertProblem(
                    "from before",
                    service.api().get("/v1/receipts/" + OLD + "/verify", null),
                    409,
                    "receipt-not-signed");
            assertThat(service.api()
                            .get("/.well-known/receipt-keys.json", null)
                            .body()
                            .path("keys"))
                    .hasSize(1);
        }
    }
}
