package io.latchkey.words;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a room says, in every language. */
public final class Texts {

    private final Map<Locale, ResourceBundle> bundles;

    private Texts(Map<Locale, ResourceBundle> bundles) {
        this.bundles = bundles;
    }

    /**
     * Reads them from files, which blocks: at the start, never on an event loop.
     *
     * @param files their common name, as of a {@link ResourceBundle}
     */
    public static Texts of(String files) {
        return new Texts(Languages.ALL.stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), language -> bundle(files, language))));
    }

    /** The text as it stands in the file. */
    public String get(String key, Locale locale) {
        return Objects.requireNonNull(bundles.get(Languages.nearest(locale))).getString(key);
    }

    /** A text that is a pattern, with its facts put in. */
    public String say(String key, Locale locale, Object... facts) {
        return new MessageFormat(get(key, locale), locale).format(facts);
    }

    private static ResourceBundle bundle(String files, Locale language) {
        return ResourceBundle.getBundle(
                files, language, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }
}
