package io.latchkey.words;

import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What every room says, in every language: the files that {@code spring.messages} names. */
@Component
public class Texts {

    private final MessageSource messages;

    /** Reads all files, which blocks: here, and never on an event loop. */
    Texts(MessageSource messages) {
        this.messages = messages;
        Languages.ALL.forEach(language -> messages.getMessage("", null, null, language));
    }

    /**
     * What stands under the key in the language that is nearest.
     *
     * @param facts put in where the text has their numbers in braces
     */
    public String say(String key, Locale locale, Object... facts) {
        return messages.getMessage(key, facts, Languages.nearest(locale));
    }

    /** Whether anything stands there. */
    public boolean have(String key) {
        return messages.getMessage(key, null, null, Languages.ALL.getFirst()) != null;
    }
}
