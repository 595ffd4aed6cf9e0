package io.latchkey.receipt;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A receipt as people read it: what it is of, and line by line what it says. Members of the content
 * that no line is made for stand in the signed document only.
 */
record ReceiptLines(String title, String sentence, List<Line> lines) {

    private static final List<String> TIMES =
            List.of(
                    "submittedAt",
                    "paidAt",
                    "consentedAt",
                    "effectiveAt",
                    "accessUntil",
                    "unlocksUntil");

    /** What a buyer expressly consented to. */
    private static final List<String> CONSENTS = List.of("immediateStart", "acknowledgedLoss");

    /** What is called how. */
    record Line(String name, String value) {}

    static ReceiptLines of(Receipt receipt, Locale language, ZoneId zone, String siteName) {
        Map<String, Object> content = receipt.content();
        List<Line> lines = new ArrayList<>();
        lines.add(line("site", siteName, language));
        Object plan = content.getOrDefault("planName", content.get("plan"));
        if (plan != null) {
            lines.add(line("plan", plan.toString(), language));
        }
        if (content.get("amountMinor") instanceof Number amount
                && content.get("currency") instanceof String currency) {
            String name =
                    receipt.kind() == Receipt.Kind.WITHDRAWAL ? "amount.withdrawal" : "amount";
            lines.add(line(name, amount(amount.longValue(), currency, language), language));
        }
        Object unlocks = content.get("unlocks");
        if (unlocks != null) {
            lines.add(line("unlocks", unlocks.toString(), language));
        }
        for (String member : TIMES) {
            Object time = content.get(member);
            if (time != null) {
                lines.add(line(member, time(time.toString(), zone, language), language));
            }
        }
        lines.add(
                line(
                        "receivedAt",
                        time(receipt.receivedAt().toString(), zone, language),
                        language));
        for (String member : CONSENTS) {
            if (Boolean.TRUE.equals(content.get(member))) {
                lines.add(
                        line(
                                "consent",
                                ReceiptWords.text("consent." + member, language),
                                language));
            }
        }
        for (String member : List.of("subscription", "of")) {
            Object id = content.get(member);
            if (id != null) {
                lines.add(line(member, id.toString(), language));
            }
        }
        lines.add(line("id", receipt.id().toString(), language));
        String kind = receipt.kind().word();
        return new ReceiptLines(
                ReceiptWords.text("title." + kind, language),
                ReceiptWords.text("sentence." + kind, language),
                List.copyOf(lines));
    }

    private static Line line(String name, String value, Locale language) {
        return new Line(ReceiptWords.text(name, language), value);
    }

    private static String time(String time, ZoneId zone, Locale language) {
        try {
            return ReceiptWords.time(Instant.parse(time), zone, language);
        } catch (DateTimeException e) {
            return time;
        }
    }

    /** A currency that this JDK does not know is written as it stands. */
    private static String amount(long amountMinor, String currency, Locale language) {
        boolean known =
                Currency.getAvailableCurrencies().stream()
                        .anyMatch(unit -> unit.getCurrencyCode().equals(currency));
        return known
                ? ReceiptWords.amount(amountMinor, currency, language)
                : amountMinor + " " + currency;
    }
}
