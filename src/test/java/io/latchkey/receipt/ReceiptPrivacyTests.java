package io.latchkey.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.site.SiteId;
import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.Snapshot;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A receipt tells nobody whose it is, and outlives the reader's erasure. */
class ReceiptPrivacyTests {

    private static final String REASON = "I, Ada Lovelace, move away";

    private final TestSite site = TestService.shared().site("private").monthlyPlan("monthly", 900, 0);
    private final Api api = site.api();
    private final TestReader ada = site.reader("ada-ref");
    private final UUID readerId =
            UUID.fromString(ada.me().path("reader").path("id").asString());
    private final IssuedReceipts receipts =
            new IssuedReceipts(TestService.shared(), site, new ReaderKey(new SiteId(site.id()), readerId));
    private UUID id = readerId;

    @BeforeEach
    void cancel() {
        assertThat(api.put("/v1/readers/ada-ref", site.key(), "{\"name\":\"Lovelace\",\"email\":\"ada@example.org\"}")
                        .status())
                .isEqualTo(200);
        receipts.add(2);
        ada.subscribe("monthly");
        Answer canceled = api.post(
                "/v1/me/subscription/cancellation",
                ada.token(),
                "{\"effective\":\"period-end\",\"reason\":\"" + REASON + "\"}");
        assertThat(canceled.text("reason")).isEqualTo(REASON);
        id = UUID.fromString(canceled.text("id"));
    }

    @Test
    void nobodyLearnsWhoseItIs() {
        JsonNode found = receipts.verified(id);
        assertThat(found.path("kind").asString()).isEqualTo("cancellation");
        String signed = new String(
                Base64.getUrlDecoder().decode(found.path("signature").asString().split("\\.", -1)[1]),
                StandardCharsets.UTF_8);
        for (String shown : List.of(
                found.toString(),
                signed,
                api.get("/v1/receipts/" + id, null).text(),
                api.get("/v1/receipts/" + id, null).headers().toString(),
                receipts.verifying(id).headers().toString())) {
            assertThat(shown)
                    .isNotBlank()
                    .doesNotContainIgnoringCase(readerId.toString(), "ada-ref", "ada@example.org", "lovelace");
        }
    }

    @Test
    void theReaderSeesTheirOwnWords() {
        assertThat(api.get("/v1/me/export", ada.token()).text()).contains(REASON);
        JsonNode listed = api.get("/v1/me/receipts", ada.token()).body().path("items");
        assertThat(listed.path(0).path("reason").asString()).isEqualTo(REASON);
        assertThat(listed.path(0).has("reasonHash")).isFalse();
    }

    @Test
    void erasingTheReaderKeepsReceiptsAndChainAndDropsTheirWords() {
        String before = receipts.verified(id).toString();
        assertThat(receipts.column("SELECT reason", "receipt")).contains(REASON);

        assertThat(api.delete("/v1/me", ada.token()).status()).isEqualTo(202);

        assertThat(receipts.verdict(id)).isEqualTo("true whole");
        assertThat(receipts.verified(id).toString()).isEqualTo(before);
        assertThat(receipts.column("SELECT receipt::text", "receipt"))
                .hasSizeGreaterThanOrEqualTo(3)
                .noneMatch(row -> row.contains("Lovelace"));
        assertThat(receipts.column("SELECT reason_salt", "receipt")).containsOnlyNulls();
        assertThat(Snapshot.ofSite(TestService.shared(), site.id()).holding("ada-ref", "Lovelace"))
                .as("what is left is the letter that is still owed")
                .allMatch(row -> row.startsWith("notice ") && !row.contains("ada-ref"));
    }

    @Test
    void erasesWordsThatWereNeverSignedAsWell() {
        receipts.run("""
            INSERT INTO receipt (site_id, reader_id, receipt_id, kind, content, received_at)
            VALUES ('%s', '%s', '%s', 'cancellation', '{"plan": "old", "reason": "%s"}', now())
            """.formatted(site.id(), readerId, UUID.randomUUID(), REASON));
        assertThat(api.delete("/v1/me", ada.token()).status()).isEqualTo(202);
        assertThat(receipts.column("SELECT content::text", "receipt"))
                .contains("{\"plan\": \"old\"}")
                .noneMatch(content -> content.contains("Lovelace"));
    }
}
