package io.latchkey.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.shared.database.Ids;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.Problems;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page that a reader prints. */
class ReceiptPageTests {

    private static final Pattern STYLE = Pattern.compile("<style>(.*)</style>", Pattern.DOTALL);

    /** What browsers say that they take. */
    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private final IssuedReceipts receipts = IssuedReceipts.none();

    private String page(UUID id, String query, String... headers) {
        return text(id + query, headers);
    }

    private String verification(UUID id, String query) {
        return text(id + "/verify" + query, "Accept", BROWSER);
    }

    private String text(String path, String... headers) {
        var request = receipts.site().api().request("/v1/receipts/" + path, null);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        Answer answer = receipts.site().api().send(request.GET().build());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.text();
    }

    @Test
    void speaksTheLanguageAskedForThenTheBrowsersThenTheSites() {
        UUID id = receipts.add(IssuedReceipts.purchase());
        String english = "Receipt of your purchase";
        String german = "Beleg über Ihren Kauf";
        assertThat(page(id, "?lang=de", "Accept-Language", "en")).contains(german);
        assertThat(page(id, "?lang=en", "Accept-Language", "de")).contains(english);
        assertThat(page(id, "", "Accept-Language", "it, de-AT;q=0.8, en;q=0.5")).contains(german);
        assertThat(page(id, "", "Accept-Language", "no language!")).contains(english);
        assertThat(page(id, "?lang=it")).contains(english);
        assertThat(page(id, "?lang=fr")).contains("Justificatif de votre achat").contains("<html lang=\"fr\">");
        assertThat(page(id, "", "Accept-Language", "es-MX"))
                .contains("Comprobante de su compra")
                .contains("<html lang=\"es\">");
        receipts.site().settings("\"locale\":\"de-CH\"");
        assertThat(page(id, "")).contains(german).contains("<html lang=\"de\">");
        assertThat(page(id, "", "Accept-Language", "it")).contains(german);
        receipts.site().settings("\"locale\":\"it\"");
        assertThat(page(id, "")).contains(english).contains("<html lang=\"en\">");
    }

    @Test
    void writesAmountsAndTimesAsTheReaderDoesInTheZoneOfTheSite() {
        receipts.site().settings("\"timeZone\":\"Europe/Berlin\"");
        // On both sides of the night in which Berlin's clocks go forward.
        UUID id = receipts.add(Receipt.purchase(
                Ids.next(),
                "yearly",
                "Yearly",
                123_456,
                "EUR",
                Instant.parse("2026-03-28T11:30:00Z"),
                Instant.parse("2026-03-29T11:30:00Z"),
                Instant.parse("2026-03-28T11:30:01Z")));
        assertThat(page(id, "?lang=de"))
                .contains("1.234,56", "€")
                .contains("28. März 2026, 12:30:00 MEZ")
                .contains("29. März 2026, 13:30:00 MESZ");
        assertThat(page(id, "?lang=en"))
                .contains("1,234.56")
                .contains("28 March 2026, 12:30:00 CET")
                .contains("29 March 2026, 13:30:00 CEST");
        assertThat(page(id, "", "Accept-Language", "en-US,en;q=0.9"))
                .containsPattern("March 28, 2026, 12:30:00.PM CET");
        receipts.site().settings("\"timeZone\":\"Europe/Vienna\",\"locale\":\"de-AT\"");
        assertThat(page(id, "")).containsPattern("€.1.234,56");
        UUID yen = receipts.add(Receipt.refund(Ids.next(), id, "Yearly", 1_500, "JPY", IssuedReceipts.TIME));
        assertThat(page(yen, "?lang=en")).contains("1,500").doesNotContain("1,500.00", "15.00");
    }

    @Test
    void isForPaperAndForNobodysCacheIndexOrFrame() throws NoSuchAlgorithmException {
        UUID id = receipts.add(IssuedReceipts.purchase());
        Answer answer = receipts.site().api().get("/v1/receipts/" + id, null);
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(answer.headers().allValues("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(answer.headers().allValues("X-Robots-Tag")).containsExactly("noindex");
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        assertThat(answer.text())
                .contains("@media print")
                .contains("This receipt is signed and unchanged.")
                .contains("/v1/receipts/" + id + "/verify");

        Matcher style = STYLE.matcher(answer.text());
        assertThat(style.find()).isTrue();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(answer.headers().allValues("Content-Security-Policy"))
                .containsExactly("default-src 'none'; style-src 'sha256-"
                        + Base64.getEncoder().encodeToString(hash)
                        + "'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
    }

    @Test
    void saysWhenAReceiptWasChanged() {
        UUID id = receipts.add(IssuedReceipts.purchase());
        receipts.tamper("content = content || '{\"amountMinor\": 1}'", id);
        assertThat(page(id, "?lang=en"))
                .contains("does not match its signature")
                .doesNotContain("signed and unchanged");
        assertThat(page(id, "?lang=de")).contains("passt nicht zu seiner Signatur");
    }

    @Test
    void verifiesForPeopleInTheirLanguage() {
        UUID first = receipts.add(IssuedReceipts.purchase());
        UUID id = receipts.add(IssuedReceipts.withdrawal("I am Ada Lovelace"));
        String hash = receipts.verified(id).path("hash").asString();
        String previous = receipts.verified(id).path("previousHash").asString();
        assertThat(page(id, "?lang=de")).contains("/v1/receipts/" + id + "/verify?lang=de\"");
        assertThat(verification(id, "?lang=en"))
                .contains("<html lang=\"en\">", "This receipt is signed and unchanged.")
                .contains("in which it stands is whole", "28 March 2026, 11:30:00 UTC")
                .contains(id.toString(), hash, previous)
                .contains("/v1/receipts/" + id + "?lang=en\"")
                .doesNotContain("Lovelace");
        assertThat(verification(id, "?lang=de")).contains("ist signiert und unverändert");

        receipts.run("DELETE FROM receipt WHERE receipt_id = '%s'".formatted(first));
        assertThat(verification(id, "?lang=en"))
                .contains("This receipt is signed and unchanged.", "is broken: one was changed");
        receipts.tamper("content = content || '{\"amountMinor\": 1}'", id);
        assertThat(verification(id, "?lang=en"))
                .contains("does not match its signature")
                .doesNotContain("signed and unchanged");
        assertThat(verification(first, "?lang=en"))
                .contains("was issued, and is gone", first.toString())
                .doesNotContain("unchanged", "Show the receipt");
    }

    @Test
    void verifiesForProgramsAsBefore() {
        UUID id = receipts.add(IssuedReceipts.purchase());
        for (String accept : List.of("", "*/*", "application/json", "application/json, text/html;q=0.9")) {
            var request = receipts.site().api().request("/v1/receipts/" + id + "/verify", null);
            if (!accept.isEmpty()) {
                request.header("Accept", accept);
            }
            Answer answer = receipts.site().api().send(request.GET().build());
            assertThat(answer.body().path("valid").asBoolean()).as(accept).isTrue();
            assertThat(answer.headers().firstValue("Content-Type")).as(accept).hasValue("application/json");
            assertThat(answer.headers().allValues("Vary")).as(accept).contains("Accept");
        }
        var picture = receipts.site().api().request("/v1/receipts/" + id + "/verify", null);
        Problems.assertProblem(
                "image/png",
                receipts.site()
                        .api()
                        .send(picture.header("Accept", "image/png").GET().build()),
                406,
                "not-acceptable");
    }

    @Test
    void showsMarkupAsText() {
        String markup = "<script>alert('1')</script>\"><img src=x onerror=alert(1)>&amp;";
        receipts.run("UPDATE site SET name = '%s' WHERE site_id = '%s'"
                .formatted(markup.replace("'", "''"), receipts.site().id()));
        UUID id = receipts.add(new Receipt(
                Ids.next(),
                Receipt.Kind.PURCHASE,
                Map.of(
                        "planName", markup,
                        "amountMinor", 5,
                        "currency", markup,
                        "paidAt", markup,
                        "of", markup),
                IssuedReceipts.TIME));
        String page = page(id, "?lang=" + "en");
        assertThat(page).doesNotContain("<script", "<img", "alert('1')");
        assertThat(page.split("&lt;script&gt;alert\\(&#39;1&#39;\\)", -1)).hasSize(6);
        assertThat(page).contains("&amp;amp;");
        assertThat(verification(id, "?lang=en")).doesNotContain("<script", "<img", "alert('1')");
    }

    @Test
    void tellsAnyoneWhatIsOnItAndNotWhatTheReaderWrote() {
        UUID id = receipts.add(IssuedReceipts.withdrawal("I am Ada Lovelace"));
        assertThat(page(id, "?lang=en"))
                .contains("Confirmation of your withdrawal", "Monthly", id.toString())
                .doesNotContain("Lovelace");
    }
}
