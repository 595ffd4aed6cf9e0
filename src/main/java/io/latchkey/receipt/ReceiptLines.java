package io.latchkey.receipt;

import io.latchkey.words.Figures;
import io.latchkey.words.Texts;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    static ReceiptLines of(Receipt receipt, Figures show, String siteName, Texts texts) {
        Sheet sheet = new Sheet(show, texts);
        sheet.fill(receipt, siteName);
        // A cancellation says by what, when it was not by the reader.
        String by = receipt.content().get("by") instanceof String it ? "." + it : "";
        String kind = receipt.kind().word() + by;
        return new ReceiptLines(sheet.say("title." + kind), sheet.say("sentence." + kind), List.copyOf(sheet.lines()));
    }

    /** Facts, each under its name. */
    record Sheet(Figures show, Texts texts, List<Line> lines) {

        Sheet(Figures show, Texts texts) {
            this(show, texts, new ArrayList<>());
        }

        void fill(Receipt receipt, String siteName) {
            Map<String, Object> content = receipt.content();
            add("site", siteName);
            addIfThere("plan", content.getOrDefault("planName", content.get("plan")));
            if (content.get("amountMinor") instanceof Number amount
                    && content.get("currency") instanceof String currency) {
                String name = receipt.kind() == Receipt.Kind.WITHDRAWAL ? "amount.withdrawal" : "amount";
                add(name, show.money(amount, currency));
            }
            addIfThere("unlocks", content.get("unlocks"));
            for (String member : TIMES) {
                Object time = content.get(member);
                if (time != null) {
                    add(member, moment(time.toString()));
                }
            }
            add("receivedAt", show.moment(receipt.receivedAt()));
            for (String member : CONSENTS) {
                if (Boolean.TRUE.equals(content.get(member))) {
                    add("consent", say("consent." + member));
                }
            }
            addIfThere("subscription", content.get("subscription"));
            addIfThere("of", content.get("of"));
            add("id", receipt.id().toString());
        }

        void addIfThere(String name, @Nullable Object value) {
            if (value != null) {
                add(name, value.toString());
            }
        }

        private void add(String name, String value) {
            lines.add(new Line(say(name), value));
        }

        String say(String key) {
            return texts.say("receipt." + key, show.locale());
        }

        private String moment(String time) {
            try {
                return show.moment(Instant.parse(time));
            } catch (DateTimeException e) {
                return time;
            }
        }
    }
}
