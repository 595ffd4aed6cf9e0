package io.latchkey.receipt;

import io.latchkey.receipt.ReceiptProofs.Shown;
import io.latchkey.receipt.ReceiptProofs.State;
import io.latchkey.receipt.ReceiptVerification.Chain;
import io.latchkey.receipt.StoredReceipt.Seal;
import io.latchkey.words.Figures;
import io.latchkey.words.Languages;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/**
 * The receipt as a page to read and print, and the page that says whether it is as it was signed. A
 * reader's own words are on neither: anyone may see.
 */
final class ReceiptPage {

    private static final String STYLE = """
        :root { color-scheme: light dark; --ground: #eef1f4; --sheet: #fff; --ink: #1c2733;
          --quiet: #51606e; --line: #cdd5dc; --link: #0b5a4f; --danger: #a11 }
        @media screen and (prefers-color-scheme: dark) {
          :root { --ground: #12171b; --sheet: #1b2227; --ink: #e8edf0; --quiet: #a9b6c0;
            --line: #44525d; --link: #6fd3c1; --danger: #ff9d96 }
        }
        body { font: 1rem/1.5 system-ui, sans-serif; background: var(--ground);
          color: var(--ink); margin: 0; padding: 2rem 1rem }
        main { max-width: 38rem; margin: 0 auto; background: var(--sheet);
          border-radius: 12px; padding: 1.5rem 2rem 2rem; box-shadow: 0 1px 4px #0002 }
        h1 { line-height: 1.25 }
        a { color: var(--link) }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.2rem }
        dt { color: var(--quiet) }
        dd { margin: 0; overflow-wrap: anywhere }
        .state { border-top: 1px solid var(--line); padding-top: 1rem }
        .invalid { color: var(--danger); font-weight: 600 }
        @media (max-width: 36rem) {
          body { padding: .5rem }
          main { padding: .8rem 1rem 1rem }
          h1 { font-size: 1.5rem }
          dl { grid-template-columns: 1fr; gap: 0 }
          dd { margin-bottom: .5rem }
        }
        @media print {
          :root { color-scheme: light }
          body { background: none; padding: 0; font-size: 11pt }
          main { background: none; max-width: none; padding: 0; box-shadow: none;
            border-radius: 0 }
          a { color: inherit; text-decoration: none }
          dl, .state { break-inside: avoid }
        }
        """;

    /** Nothing but this very style counts, and no script runs (CSP Level 3, section 2.3.1). */
    static final String POLICY = "default-src 'none'; style-src 'sha256-"
            + digest(STYLE)
            + "'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private ReceiptPage() {}

    static String of(Shown shown, Figures show, String siteName) {
        Locale language = Languages.nearest(show.locale());
        StoredReceipt stored = shown.stored();
        ReceiptLines lines = ReceiptLines.of(stored.receipt(), show, siteName);
        StringBuilder page = begun(lines.title(), language);
        page.append("<p>").append(escaped(lines.sentence())).append("</p>\n<dl>\n");
        lines.lines().forEach(line -> append(page, line.name(), line.value()));
        page.append("</dl>\n<div class=\"state\">\n").append(state(shown.state(), language));
        Seal seal = stored.seal();
        if (seal != null) {
            page.append("<dl>\n");
            append(page, word("number", language), Long.toString(seal.place().number()));
            append(page, word("hash", language), seal.hash());
            page.append("</dl>\n");
            link(page, stored.id() + "/verify", "verify", language);
        }
        return page.append("</div>\n</main></body>\n</html>\n").toString();
    }

    /**
     * What came out when the receipt was verified.
     *
     * @param siteName null where the receipt is gone, and nobody knows whose it was
     */
    static String of(ReceiptVerification found, Figures show, @Nullable String siteName) {
        Locale language = Languages.nearest(show.locale());
        StringBuilder page = begun(word("verification", language), language);
        if (found.kind() == null) {
            page.append(said("invalid", "state.lost", language));
        } else {
            page.append(state(found.valid() ? State.VALID : State.INVALID, language))
                    .append(
                            found.chain() == Chain.WHOLE
                                    ? said("valid", "chain.whole", language)
                                    : said("invalid", "chain.broken", language));
        }
        page.append("<dl>\n");
        append(page, "site", siteName, language);
        append(page, "receivedAt", found.receivedAt(), show::moment, language);
        append(page, "id", found.id(), UUID::toString, language);
        append(page, "number", found.number(), String::valueOf, language);
        append(page, "hash", found.hash(), language);
        append(page, "previousHash", found.previousHash(), language);
        append(page, "keyId", found.keyId(), language);
        page.append("</dl>\n");
        if (found.kind() != null) {
            link(page, found.id().toString(), "receipt", language);
        }
        return page.append("<p>")
                .append(escaped(word("programs", language)))
                .append(" <a href=\"/.well-known/receipt-keys.json\">")
                .append(escaped(word("keys", language)))
                .append("</a></p>\n</main></body>\n</html>\n")
                .toString();
    }

    /** As far as the title. */
    private static StringBuilder begun(String title, Locale language) {
        return new StringBuilder()
                .append("<!doctype html>\n<html lang=\"")
                .append(escaped(language.toLanguageTag()))
                .append("\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width\">\n")
                .append("<meta name=\"robots\" content=\"noindex\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
                .append(escaped(title))
                .append("</title>\n<style>")
                .append(STYLE)
                .append("</style>\n</head>\n<body><main>\n<h1>")
                .append(escaped(title))
                .append("</h1>\n");
    }

    private static void link(StringBuilder page, String to, String key, Locale language) {
        page.append("<p><a href=\"/v1/receipts/")
                .append(to)
                .append("?lang=")
                .append(language.toLanguageTag())
                .append("\">")
                .append(escaped(word(key, language)))
                .append("</a></p>\n");
    }

    private static String state(State state, Locale language) {
        String key = switch (state) {
            case VALID -> "valid";
            case INVALID -> "invalid";
            case NOT_SIGNED -> "not-signed";
        };
        return said(key, "state." + key, language);
    }

    private static String said(String style, String key, Locale language) {
        return "<p class=\"" + style + "\">" + escaped(word(key, language)) + "</p>\n";
    }

    /** A line, where the fact is known. */
    private static void append(StringBuilder page, String key, @Nullable String fact, Locale language) {
        append(page, key, fact, Function.identity(), language);
    }

    private static <T> void append(
            StringBuilder page, String key, @Nullable T fact, Function<T, String> written, Locale language) {
        if (fact != null) {
            append(page, word(key, language), written.apply(fact));
        }
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
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
