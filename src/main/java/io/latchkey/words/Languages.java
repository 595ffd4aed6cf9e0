package io.latchkey.words;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The languages that there are words for, and which of them somebody reads. */
public final class Languages {

    private static final Locale SPANISH = Locale.of("es");

    /** The first is for readers of every other language. */
    public static final List<Locale> ALL = List.of(Locale.ENGLISH, Locale.GERMAN, Locale.FRENCH, SPANISH);

    /** For those who do not say where they are; British dates put the day first. */
    private static final Map<Locale, Locale> USUAL = Map.of(
            Locale.ENGLISH,
            Locale.UK,
            Locale.GERMAN,
            Locale.GERMANY,
            Locale.FRENCH,
            Locale.FRANCE,
            SPANISH,
            Locale.of("es", "ES"));

    private Languages() {}

    /**
     * The locale to write to somebody in: the first language asked for that there are words for,
     * else the site's, else English. The country is the one named with it by whoever asked, else
     * the site's if that speaks the same language, else the usual one.
     *
     * @param asked lists of language ranges, the one that weighs most first; null, and what is no
     *     such list, ask for nothing
     */
    public static Locale spoken(Locale site, @Nullable String... asked) {
        Locale language = Arrays.stream(asked)
                .flatMap(ranges -> lookup(ranges).stream())
                .findFirst()
                .orElseGet(() -> nearest(site));
        return Stream.concat(Arrays.stream(asked).flatMap(ranges -> best(ranges).stream()), Stream.of(site))
                .filter(locale -> locale.getLanguage().equals(language.getLanguage()))
                .filter(locale -> !locale.getCountry().isEmpty())
                .findFirst()
                .orElseGet(() -> usual(language));
    }

    /** Looks a list of language ranges up (RFC 4647, section 3.4). */
    public static Optional<Locale> lookup(@Nullable String ranges) {
        return Optional.ofNullable(Locale.lookup(parsed(ranges), ALL));
    }

    /** The language that is nearest to a locale. */
    public static Locale nearest(Locale wanted) {
        return ALL.stream()
                .filter(language -> language.getLanguage().equals(wanted.getLanguage()))
                .findFirst()
                .orElse(ALL.getFirst());
    }

    /** A language as it is written where most of its readers here are. */
    static Locale usual(Locale language) {
        return Objects.requireNonNull(USUAL.get(nearest(language)));
    }

    /** Only the first says where somebody is: it is the one that they speak best. */
    private static Optional<Locale> best(@Nullable String ranges) {
        return parsed(ranges).stream().findFirst().map(range -> Locale.forLanguageTag(range.getRange()));
    }

    private static List<Locale.LanguageRange> parsed(@Nullable String ranges) {
        if (ranges == null || ranges.isBlank()) {
            return List.of();
        }
        try {
            return Locale.LanguageRange.parse(ranges);
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }
}
