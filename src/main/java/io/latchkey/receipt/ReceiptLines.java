package io.latchkey.receipt;

import io.latchkey.words.Figures;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A receipt as people read it: what it is of, and line by line what it says. Members of the content
 * that no line is made for stand in the signed document only.
 */
record ReceiptLines(String title, String sentence, List<Line> lines) {

    private static final List<String> TIMES =
            List.of("submittedAt", "paidAt", "consentedAt", "effectiveAt", "accessUntil", "unlocksUntil");

    /** What a buyer expressly consented to. */
    private static final List<String> CONSENTS = List.of("immediateStart", "acknowledgedLoss");

    /** What is called how. */
    record Line(String name, String value) {}

    static ReceiptLines of(Receipt receipt, Figures show, String siteName) {
        Locale locale = show.locale();
        Map<String, Object> content = receipt.content();
        List<Line> lines = new ArrayList<>();
        lines.add(line("site", siteName, locale));
        Object plan = content.getOrDefault("planName", content.get("plan"));
        if (plan != null) {
            lines.add(line("plan", plan.toString(), locale));
        }
        if (content.get("amountMinor") instanceof Number amount && content.get("currency") instanceof String currency) {
            String name = receipt.kind() == Receipt.Kind.WITHDRAWAL ? "amount.withdrawal" : "amount";
            lines.add(line(name, show.money(amount, currency), locale));
        }
        Object unlocks = content.get("unlocks");
        if (unlocks != null) {
            lines.add(line("unlocks", unlocks.toString(), locale));
        }
        for (String member : TIMES) {
            Object time = content.get(member);
            if (time != null) {
                lines.add(line(member, time(time.toString(), show), locale));
            }
        }
        lines.add(line("receivedAt", show.moment(receipt.receivedAt()), locale));
        for (String member : CONSENTS) {
            if (Boolean.TRUE.equals(content.get(member))) {
                lines.add(line("consent", ReceiptWords.text("consent." + member, locale), locale));
            }
        }
        for (String member : List.of("subscription", "of")) {
            Object id = content.get(member);
            if (id != null) {
                lines.add(line(member, id.toString(), locale));
            }
        }
        lines.add(line("id", receipt.id().toString(), locale));
        // A cancellation says by what, when it was not by the reader.
        String by = content.get("by") instanceof String it ? "." + it : "";
        String kind = receipt.kind().word() + by;
        return new ReceiptLines(
                ReceiptWords.text("title." + kind, locale),
                ReceiptWords.text("sentence." + kind, locale),
                List.copyOf(lines));
    }

    private static Line line(String name, String value, Locale locale) {
        return new Line(ReceiptWords.text(name, locale), value);
    }

    private static String time(String time, Figures show) {
        try {
            return show.moment(Instant.parse(time));
        } catch (DateTimeException e) {
            return time;
        }
    }
}
