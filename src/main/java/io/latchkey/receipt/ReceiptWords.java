package io.latchkey.receipt;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;

/** What receipts say, and how they write amounts and times, in the languages that they know. */
@Component
final class ReceiptWords {

    private static final String FILES = "io/latchkey/receipt/receipt";

    /** The first is for readers of every other language. */
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

    /** British dates put the day first, as the rest of Europe does. */
    private static final Map<Locale, Locale> REGIONS =
            Map.of(Locale.ENGLISH, Locale.UK, Locale.GERMAN, Locale.GERMANY);

    private static final Map<Locale, ResourceBundle> TEXTS =
            Map.of(Locale.ENGLISH, texts(Locale.ENGLISH), Locale.GERMAN, texts(Locale.GERMAN));

    /** A bean, so that the files are read at the start and never on an event loop. */
    ReceiptWords() {
        LANGUAGES.forEach(language -> {
            time(Instant.EPOCH, ZoneId.of("Europe/Berlin"), language);
            amount(0, "EUR", language);
        });
    }

    /** The language asked for, else one that the browser takes, else the site's, else English. */
    static Locale language(@Nullable String asked, @Nullable String accepted, Locale site) {
        Locale found = firstKnown(asked);
        found = found == null ? firstKnown(accepted) : found;
        return found == null ? nearest(site) : found;
    }

    /** The language among those known here that is nearest to the reader's. */
    static Locale nearest(Locale wanted) {
        return LANGUAGES.stream()
                .filter(language -> language.getLanguage().equals(wanted.getLanguage()))
                .findFirst()
                .orElse(LANGUAGES.getFirst());
    }

    static String text(String key, Locale language) {
        return Objects.requireNonNull(TEXTS.get(nearest(language))).getString(key);
    }

    /** Date, time of day and zone. */
    static String time(Instant time, ZoneId zone, Locale language) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.LONG)
                .withLocale(REGIONS.getOrDefault(language, language))
                .format(time.atZone(zone));
    }

    /** An amount with its currency's sign and as many decimals as that has. */
    static String amount(long amountMinor, String currency, Locale language) {
        Currency unit = Currency.getInstance(currency);
        int digits = Math.max(0, unit.getDefaultFractionDigits());
        NumberFormat format =
                NumberFormat.getCurrencyInstance(REGIONS.getOrDefault(language, language));
        format.setCurrency(unit);
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        return format.format(BigDecimal.valueOf(amountMinor, digits));
    }

    private static ResourceBundle texts(Locale language) {
        return ResourceBundle.getBundle(
                FILES,
                language,
                ResourceBundle.Control.getNoFallbackControl(
                        ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** As RFC 4647, section 3.4 looks a list of ranges up; what is none asks for nothing. */
    private static @Nullable Locale firstKnown(@Nullable String ranges) {
        if (ranges == null || ranges.isBlank()) {
            return null;
        }
        try {
            return Locale.lookup(Locale.LanguageRange.parse(ranges), LANGUAGES);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
