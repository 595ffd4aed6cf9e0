package io.latchkey.receipt;

import io.latchkey.words.Figures;
import io.latchkey.words.Texts;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** A receipt as plain text, for an e-mail to the reader whose it is. */
@Component
public class ReceiptText {

    private final Texts texts;

    ReceiptText(Texts texts) {
        this.texts = texts;
    }

    /**
     * The text: a title, a sentence, and a line for each fact; a reason stands in the reader's own
     * words.
     *
     * @param show writes it as its reader does
     */
    public String of(Receipt receipt, Figures show, String siteName) {
        Locale locale = show.locale();
        ReceiptLines lines = ReceiptLines.of(receipt, show, siteName, texts);
        StringBuilder text = new StringBuilder();
        text.append(lines.title()).append("\n\n").append(lines.sentence()).append("\n\n");
        lines.lines().forEach(line -> append(text, line.name(), line.value(), locale));
        if (receipt.content().get("reason") instanceof String reason) {
            append(text, texts.say("receipt.reason", locale), reason, locale);
        }
        return text.toString();
    }

    /** One line each, whatever a value holds: nobody writes lines of their own into our text. */
    private void append(StringBuilder text, String name, String value, Locale locale) {
        String oneLine = value.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
        text.append(texts.say("receipt.line", locale, name, oneLine)).append('\n');
    }
}
