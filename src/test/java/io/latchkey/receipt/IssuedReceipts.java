package io.latchkey.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Ids;
import io.latchkey.site.SiteId;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** A reader's receipts: issued as other rooms do it, looked at from outside and from behind. */
record IssuedReceipts(TestService service, TestSite site, ReaderKey reader) {

    static final Instant TIME = Instant.parse("2026-03-28T11:30:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Of a reader without any, at a site of its own. */
    static IssuedReceipts none() {
        TestService service = TestService.shared();
        TestSite site = service.site("receipts");
        return new IssuedReceipts(service, site, new ReaderKey(new SiteId(site.id()), UUID.randomUUID()));
    }

    /** Of another reader of the site. */
    IssuedReceipts neighbour() {
        return new IssuedReceipts(service, site, new ReaderKey(reader.site(), UUID.randomUUID()));
    }

    static Receipt purchase() {
        return Receipt.purchase(Ids.next(), "monthly", "Monthly", 900, "EUR", TIME, TIME.plusSeconds(60), TIME);
    }

    static Receipt withdrawal(String reason) {
        return Receipt.withdrawal(Ids.next(), Ids.next(), "monthly", "Monthly", TIME, TIME, reason, TIME);
    }

    UUID add(Receipt receipt) {
        service.bean(Receipts.class).add(reader, receipt).block(PATIENCE);
        return receipt.id();
    }

    /** Purchases, in the order of the chain. */
    List<UUID> add(int count) {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(add(purchase()));
        }
        return ids;
    }

    Answer verifying(UUID id) {
        return site.api().get("/v1/receipts/" + id + "/verify", null);
    }

    JsonNode verified(UUID id) {
        Answer answer = verifying(id);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body();
    }

    /** As {@code true whole}. */
    String verdict(UUID id) {
        JsonNode found = verified(id);
        return found.path("valid").asBoolean() + " " + found.path("chain").asString();
    }

    /** Changes a receipt's row behind the service's back. */
    void tamper(String set, UUID id) {
        run("UPDATE receipt SET " + set + " WHERE receipt_id = '" + id + "'");
    }

    void run(String sql) {
        try (Connection connection = TestDatabase.connect(service.databaseUrl());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            assertThat(statement.executeUpdate()).as(sql).isPositive();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of a query about this reader. */
    List<String> column(String select, String table) {
        String sql = select + " FROM " + table + " WHERE site_id = ? AND reader_id = ? ORDER BY 1";
        try (Connection connection = TestDatabase.connect(service.databaseUrl());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, reader.site().value());
            statement.setObject(2, reader.id());
            List<String> values = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
