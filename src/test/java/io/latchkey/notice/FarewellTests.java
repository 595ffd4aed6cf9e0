package io.latchkey.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Snapshot;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import jakarta.mail.internet.MimeMessage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever has their account deleted still gets the receipt of the contract that it ended. */
class FarewellTests {

    private static final Mailroom MAILROOM = new Mailroom();

    private final TestSite site = MAILROOM.service().site("farewell").monthlyPlan("monthly", 900, 3);

    @AfterAll
    static void stop() {
        MAILROOM.close();
    }

    @BeforeEach
    void emptyTheMailboxes() throws Exception {
        MAILROOM.empty();
    }

    @Test
    void sendsTheReceiptsAndThenForgetsTheAddress() throws Exception {
        TestSubscriber ada = subscriber("ada");
        erase(ada);
        assertThat(rows()).noneMatch(row -> row.contains("ada@"));
        MAILROOM.send();
        MAILROOM.send();
        List<MimeMessage> letters = MAILROOM.letters(site, "ada");
        assertThat(Mailroom.subjects(letters))
                .hasSize(2)
                .anyMatch(subject -> subject.contains("Beleg"))
                .anyMatch(subject -> subject.contains("Kündigung ist bestätigt"));
        for (MimeMessage letter : letters) {
            assertThat(letter.getAllRecipients()[0].toString()).contains("Ada Lovelace");
            assertThat(Mailroom.text(letter)).contains("gelöscht").doesNotContain("weil Sie ein");
        }
        assertThat(rows())
                .hasSize(2)
                .allSatisfy(row -> assertThat(row)
                        .contains("sent")
                        .doesNotContain("receiptText")
                        .doesNotContain("farewell="));
        assertThat(Snapshot.of(MAILROOM.service()).holding("ada@", "lovelace", "readers/ada"))
                .isEmpty();
    }

    @Test
    void forgetsTheAddressWhenTheLetterCannotBeDelivered() {
        TestSubscriber ada = subscriber("ada");
        MAILROOM.shut();
        try {
            erase(ada);
            MAILROOM.send();
            assertThat(rows()).hasSize(2).allMatch(row -> row.contains("farewell="));
            MAILROOM.wall(MAILROOM.wall().plus(Duration.ofDays(3)).plusSeconds(1));
            MAILROOM.send();
            assertThat(rows())
                    .hasSize(2)
                    .allSatisfy(row -> assertThat(row)
                            .doesNotContain("pending")
                            .doesNotContain("receiptText")
                            .doesNotContain("farewell="));
        } finally {
            MAILROOM.open();
        }
        assertThat(MAILROOM.letters(site, "ada")).isEmpty();
    }

    @Test
    void writesNothingElseToWhoeverHasLeft() throws Exception {
        TestSubscriber ada = subscriber("ada");
        MAILROOM.empty();
        ada.card("declines");
        MAILROOM.advanceTo(ada.paidUntil().plus(Duration.ofDays(1)));
        assertThat(ada.status()).isEqualTo("past_due");
        erase(ada);
        MAILROOM.send();
        assertThat(Mailroom.subjects(MAILROOM.letters(site, "ada")))
                .hasSize(1)
                .first()
                .asString()
                .contains("Kündigung");
        assertThat(rows()).anyMatch(row -> row.contains("payment-failed") && row.contains("erased"));
    }

    private TestSubscriber subscriber(String ref) {
        TestReader reader = site.reader(ref);
        String who =
                "{\"email\":\"%s@%s.example\",\"name\":\"Ada Lovelace\",\"locale\":\"de\"}".formatted(ref, site.id());
        assertThat(site.api().put("/v1/readers/" + ref, site.key(), who).status())
                .isBetween(200, 201);
        return TestSubscriber.of(reader, "monthly");
    }

    private void erase(TestSubscriber subscriber) {
        assertThat(site.api().delete("/v1/me", subscriber.reader().token()).status())
                .isEqualTo(202);
    }

    private List<String> rows() {
        String sql = """
            SELECT concat_ws(' ', kind, status, outcome, facts,
                CASE WHEN farewell IS NOT NULL THEN 'farewell=' || encode(farewell, 'escape') END)
            FROM notice WHERE site_id = ? ORDER BY 1
            """;
        try (Connection connection = TestDatabase.connect(MAILROOM.service().databaseUrl());
                PreparedStatement rows = connection.prepareStatement(sql)) {
            rows.setString(1, site.id());
            List<String> all = new ArrayList<>();
            try (ResultSet found = rows.executeQuery()) {
                while (found.next()) {
                    all.add(found.getString(1));
                }
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
