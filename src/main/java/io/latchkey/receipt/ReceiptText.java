package io.latchkey.receipt;

import java.time.ZoneId;
import java.util.Locale;

/** A receipt as plain text, for an e-mail to the reader whose it is. */
public final class ReceiptText {

    private ReceiptText() {}

    /**
     * The text: a title, a sentence, and a line for each fact; a reason stands in the reader's own
     * words.
     *
     * @param language English where it is none that receipts know
     * @param zone in which times are told
     */
    public static String of(Receipt receipt, Locale language, ZoneId zone, String siteName) {
        Locale known = ReceiptWords.nearest(language);
        ReceiptLines lines = ReceiptLines.of(receipt, known, zone, siteName);
        StringBuilder text = new StringBuilder();
        text.append(lines.title()).append("\n\n").append(lines.sentence()).append("\n\n");
        lines.lines().forEach(line -> append(text, line.name(), line.value()));
        if (receipt.content().get("reason") instanceof String reason) {
            append(text, ReceiptWords.text("reason", known), reason);
        }
        return text.toString();
    }

    /** One line each, whatever a value holds: nobody writes lines of their own into our text. */
    private static void append(StringBuilder text, String name, String value) {
        text.append(name)
                .append(": ")
                .append(value.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " "))
                .append('\n');
    }
}
