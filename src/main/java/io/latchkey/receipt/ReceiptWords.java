package io.latchkey.receipt;

import io.latchkey.words.Texts;
import java.util.Locale;
import org.springframework.stereotype.Component;

/**
 * What receipts say. A bean, so that the files are read at the start and never on an event loop.
 */
@Component
final class ReceiptWords {

    private static final Texts TEXTS = Texts.of("io/latchkey/receipt/receipt");

    static String text(String key, Locale locale) {
        return TEXTS.get(key, locale);
    }

    /** A fact with its name before it. */
    static String line(String name, String value, Locale locale) {
        return TEXTS.say("line", locale, name, value);
    }
}
