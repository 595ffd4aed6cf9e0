package io.latchkey.receipt;

import io.latchkey.receipt.ReceiptProofs.Shown;
import io.latchkey.receipt.ReceiptProofs.State;
import io.latchkey.receipt.StoredReceipt.Seal;
import io.latchkey.words.Figures;
import io.latchkey.words.Languages;

import org.springframework.web.util.HtmlUtils;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/** The receipt as a page to read and print. A reader's own words are not on it: anyone may see. */
final class ReceiptPage {

    private static final String STYLE =
            """
            body { font: 1rem/1.5 system-ui, sans-serif; background: #eef1f4; color: #1c2733;
              margin: 0; padding: 2rem 1rem }
            main { max-width: 38rem; margin: 0 auto; background: #fff; border-radius: 12px;
              padding: 1.5rem 2rem 2rem; box-shadow: 0 1px 4px #0002 }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.2rem }
            dt { color: #51606e }
            dd { margin: 0; overflow-wrap: anywhere }
            .state { border-top: 1px solid #cdd5dc; padding-top: 1rem }
            .invalid { color: #a11; font-weight: 600 }
            @media print {
              body { background: none; padding: 0; font-size: 11pt }
              main { max-width: none; padding: 0; box-shadow: none; border-radius: 0 }
              a { color: inherit; text-decoration: none }
              dl, .state { break-inside: avoid }
            }
            """;

    /** Nothing but this very style counts, and no script runs (CSP Level 3, section 2.3.1). */
    static final String POLICY =
            "default-src 'none'; style-src 'sha256-"
                    + digest(STYLE)
                    + "'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private ReceiptPage() {}

    static String of(Shown shown, Figures show, String siteName) {
        Locale language = Languages.nearest(show.locale());
        StoredReceipt stored = shown.stored();
        ReceiptLines lines = ReceiptLines.of(stored.receipt(), show, siteName);
        StringBuilder page = new StringBuilder();
        page.append("<!doctype html>\n<html lang=\"")
                .append(escaped(language.toLanguageTag()))
                .append("\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width\">\n")
                .append("<meta name=\"robots\" content=\"noindex\">\n<title>")
                .append(escaped(lines.title()))
                .append("</title>\n<style>")
                .append(STYLE)
                .append("</style>\n</head>\n<body><main>\n<h1>")
                .append(escaped(lines.title()))
                .append("</h1>\n<p>")
                .append(escaped(lines.sentence()))
                .append("</p>\n<dl>\n");
        lines.lines().forEach(line -> append(page, line.name(), line.value()));
        page.append("</dl>\n<div class=\"state\">\n").append(state(shown.state(), language));
        Seal seal = stored.seal();
        if (seal != null) {
            page.append("<dl>\n");
            append(page, word("number", language), Long.toString(seal.place().number()));
            append(page, word("hash", language), seal.hash());
            page.append("</dl>\n<p><a href=\"/v1/receipts/")
                    .append(stored.id())
                    .append("/verify\">")
                    .append(escaped(word("verify", language)))
                    .append("</a></p>\n");
        }
        return page.append("</div>\n</main></body>\n</html>\n").toString();
    }

    private static String state(State state, Locale language) {
        String key =
                switch (state) {
                    case VALID -> "valid";
                    case INVALID -> "invalid";
                    case NOT_SIGNED -> "not-signed";
                };
        return "<p class=\"" + key + "\">" + escaped(word("state." + key, language)) + "</p>\n";
    }

    private static void append(StringBuilder page, String name, String value) {
        page.append("<dt>")
                .append(escaped(name))
                .append("</dt><dd>")
                .append(escaped(value))
                .append("</dd>\n");
    }

    private static String word(String key, Locale language) {
        return ReceiptWords.text(key, language);
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }

    private static String digest(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
