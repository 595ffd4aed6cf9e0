package io.latchkey.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Problems;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Whoever can write to the database cannot change a receipt unseen. */
class ReceiptTamperingTests {

    private final IssuedReceipts receipts = IssuedReceipts.none();
    private UUID first = new UUID(0, 0);
    private UUID second = first;
    private UUID third = first;

    @BeforeEach
    void three() {
        first = receipts.add(IssuedReceipts.purchase());
        second = receipts.add(IssuedReceipts.withdrawal("too dear"));
        third = receipts.add(IssuedReceipts.purchase());
        for (UUID id : List.of(first, second, third)) {
            assertThat(receipts.verdict(id)).isEqualTo("true whole");
        }
    }

    private static final List<String> CHANGES = List.of(
            "kind = 'refund'",
            "content = content || '{\"planName\": \"Yearly\"}'",
            "content = content - 'plan'",
            "content = content || '{\"more\": 1}'",
            "received_at = received_at + interval '1 microsecond'",
            "number = 7",
            "previous_hash = repeat('0', 64)",
            "hash = repeat('0', 64)",
            "document = document || ' '",
            "document = replace(document, 'Monthly', 'Yearly')",
            "signature = left(signature, -1) || 'B'",
            "signature = left(signature, -1)",
            "signature = 'nothing'",
            "key_id = repeat('A', 43)",
            "reason = 'too cheap'",
            "reason = NULL",
            "reason_salt = '00'",
            "reason_salt = NULL",
            "site_id = 'elsewhere'",
            "reader_id = '00000000-0000-8000-8000-000000000000'",
            "receipt_id = '00000000-0000-8000-8000-000000000000'");

    @Test
    void everyChangeOfAColumnIsSeen() {
        for (String change : CHANGES) {
            IssuedReceipts others = receipts.neighbour();
            others.add(1);
            UUID id = others.add(IssuedReceipts.withdrawal("too dear"));
            assertThat(others.verdict(id)).isEqualTo("true whole");
            others.tamper(change, id);
            JsonNode found = others.verified(id);
            others.run("DELETE FROM receipt WHERE receipt_id = '%s'".formatted(idAfter(change, id)));
            assertThat(found.path("valid").asBoolean()).as(change).isFalse();
        }
    }

    /** The table may get columns: each must be signed, or be named here. */
    @Test
    void everyColumnIsTried() {
        TreeSet<String> columns =
                new TreeSet<>(receipts.column("SELECT jsonb_object_keys(to_jsonb(receipt))", "receipt"));
        TreeSet<String> tried = new TreeSet<>();
        CHANGES.forEach(change -> tried.add(change.substring(0, change.indexOf(' '))));
        assertThat(tried).isEqualTo(columns);
    }

    @Test
    void aSignedDocumentOfAnotherReceiptDoesNotFit() {
        receipts.tamper("""
            document = (SELECT o.document FROM receipt o WHERE o.receipt_id = '%1$s'),
            hash = (SELECT o.hash FROM receipt o WHERE o.receipt_id = '%1$s'),
            signature = (SELECT o.signature FROM receipt o WHERE o.receipt_id = '%1$s')
            """.formatted(first), third);
        assertThat(receipts.verdict(third)).isEqualTo("false broken");
    }

    @Test
    void rewritingADocumentWithItsHashTakesTheKey() {
        receipts.tamper("kind = 'refund', document = replace(document, '\"withdrawal\"', '\"refund\"')", second);
        receipts.tamper("hash = encode(sha256(convert_to(document, 'UTF8')), 'hex')", second);
        assertThat(receipts.verdict(second)).isEqualTo("false broken");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void deletingOneBreaksTheChainOfAll(int number) {
        List<UUID> all = List.of(first, second, third);
        UUID deleted = all.get(number - 1);
        receipts.run("DELETE FROM receipt WHERE receipt_id = '" + deleted + "'");
        for (UUID id : all) {
            assertThat(receipts.verdict(id)).isEqualTo(!id.equals(deleted) + " broken");
        }
    }

    @Test
    void swappingTwoBreaksTheChain() {
        receipts.tamper("number = 9", second);
        receipts.tamper("number = 2", third);
        receipts.tamper("number = 3", second);
        assertThat(receipts.verdict(first)).isEqualTo("true broken");
        assertThat(receipts.verdict(second)).isEqualTo("false broken");
        assertThat(receipts.verdict(third)).isEqualTo("false broken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"head_hash = repeat('0', 64)", "next_number = 9", "next_number = 3"})
    void movingTheEndBreaksTheChain(String change) {
        receipts.run("UPDATE receipt_chain SET %s WHERE reader_id = '%s'"
                .formatted(change, receipts.reader().id()));
        assertThat(receipts.verdict(second)).isEqualTo("true broken");
    }

    @Test
    void anUnknownReceiptIsSaidToBeUnknown() {
        UUID nobodys = UUID.randomUUID();
        Problems.assertProblem("", receipts.verifying(nobodys), 404, "unknown-receipt");
        Problems.assertProblem("", receipts.site().api().get("/v1/receipts/" + nobodys, null), 404, "unknown-receipt");
    }

    @Test
    void oneFromBeforeTheSignaturesIsNotCalledValid() {
        UUID id = UUID.randomUUID();
        receipts.run("""
            WITH known AS (INSERT INTO receipt_lookup VALUES ('%1$s', '%2$s', '%3$s'))
            INSERT INTO receipt (site_id, reader_id, receipt_id, kind, content, received_at)
            VALUES ('%2$s', '%3$s', '%1$s', 'cancellation', '{"plan": "old"}', now())
            """.formatted(id, receipts.site().id(), receipts.reader().id()));
        Problems.assertProblem("", receipts.verifying(id), 409, "receipt-not-signed");
        assertThat(receipts.site()
                        .api()
                        .get("/v1/receipts/" + id + "?lang=en", null)
                        .text())
                .contains("written before receipts were signed")
                .doesNotContain("signed and unchanged");
        assertThat(receipts.verdict(first)).isEqualTo("true whole");
    }

    private static String idAfter(String change, UUID id) {
        return change.startsWith("receipt_id") ? "00000000-0000-8000-8000-000000000000" : id.toString();
    }
}
