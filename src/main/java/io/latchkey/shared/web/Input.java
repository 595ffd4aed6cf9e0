package io.latchkey.shared.web;

import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.problem.RequestProblem;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Currency;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks of what callers send. Each returns the value in its own type or refuses with {@code
 * invalid-body} and the member's name.
 */
public final class Input {

    /** The longest text that any member may hold. */
    public static final int LONGEST_TEXT = 1_000;

    private static final Pattern ISO_CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Pattern UNSTORABLE = Pattern.compile("[\\p{Cc}\\p{Cs}\\u2028\\u2029]+");
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private Input() {}

    /**
     * A text of 1 to {@code longest} characters without control characters or broken surrogates.
     */
    public static String text(String member, @Nullable String value, int longest) {
        if (value == null || value.isBlank()) {
            throw refused(member, "must not be empty");
        }
        if (value.length() > longest) {
            throw refused(member, "must be at most " + longest + " characters long");
        }
        if (!value.codePoints().allMatch(Input::storable)) {
            throw refused(member, "must not hold control characters");
        }
        return value;
    }

    /**
     * What somebody wrote who did not have to: on one line, without what cannot be stored, and cut
     * after {@code longest} characters; null when nothing is left. Never refused, because it must
     * not be in the way of what it comes with.
     */
    public static @Nullable String words(@Nullable String value, int longest) {
        if (value == null) {
            return null;
        }
        String line = UNSTORABLE.matcher(value).replaceAll(" ").strip();
        int characters = Math.min(longest, line.codePointCount(0, line.length()));
        String cut = line.substring(0, line.offsetByCodePoints(0, characters)).strip();
        return cut.isEmpty() ? null : cut;
    }

    /** A text that matches the pattern whole. */
    public static String matching(String member, @Nullable String value, Pattern pattern) {
        if (value == null || !pattern.matcher(value).matches()) {
            throw refused(member, "must match " + pattern.pattern());
        }
        return value;
    }

    /** A number within the bounds, both included. */
    public static long number(String member, @Nullable Long value, long least, long most) {
        if (value == null) {
            throw refused(member, "is missing");
        }
        if (value < least || value > most) {
            throw refused(member, "must be from " + least + " to " + most);
        }
        return value;
    }

    /** As {@link #number}, for values that fit an int. */
    public static int count(String member, @Nullable Integer value, int least, int most) {
        return (int) number(member, value == null ? null : value.longValue(), least, most);
    }

    /** The value itself, refused when it is absent. */
    public static <T> T present(String member, @Nullable T value) {
        if (value == null) {
            throw refused(member, "is missing");
        }
        return value;
    }

    /** A list of at most {@code most} members without null; empty when absent. */
    public static <T> List<T> list(String member, @Nullable List<@Nullable T> value, int most) {
        if (value == null) {
            return List.of();
        }
        if (value.size() > most) {
            throw refused(member, "must hold at most " + most + " entries");
        }
        return value.stream().map(entry -> present(member, entry)).toList();
    }

    /** A moment as ISO 8601 with its offset in UTC, such as {@code 2026-12-24T18:00:00Z}. */
    public static Instant instant(String member, @Nullable String value) {
        try {
            Instant instant = Instant.parse(present(member, value));
            if (instant.isAfter(EARLIEST) && instant.isBefore(LATEST)) {
                return instant;
            }
        } catch (DateTimeException e) {
            throw refused(member, "must be a moment such as 2026-12-24T18:00:00Z");
        }
        throw refused(member, "must lie between the years 2000 and 9999");
    }

    /** A calendar period as ISO 8601, such as {@code P1M}: positive and of at most ten years. */
    public static Period period(String member, @Nullable String value) {
        try {
            Period period = Period.parse(present(member, value));
            LocalDate end = LocalDate.EPOCH.plus(period);
            boolean positive = !period.isNegative() && end.isAfter(LocalDate.EPOCH);
            if (positive && !end.isAfter(LocalDate.EPOCH.plusYears(10))) {
                return period;
            }
        } catch (DateTimeException e) {
            throw refused(member, "must be a period such as P1M or P14D");
        }
        throw refused(member, "must be longer than nothing and at most ten years");
    }

    /** A time zone of the IANA database, such as {@code Europe/Berlin}. */
    public static ZoneId zone(String member, @Nullable String value) {
        String name = present(member, value);
        if (!ZoneId.getAvailableZoneIds().contains(name)) {
            throw refused(member, "must be a time zone such as Europe/Berlin");
        }
        return ZoneId.of(name);
    }

    /** A language tag (BCP 47), such as {@code de} or {@code en-GB}. */
    public static Locale locale(String member, @Nullable String value) {
        try {
            Locale locale =
                    new Locale.Builder().setLanguageTag(text(member, value, 35)).build();
            if (!locale.getLanguage().isEmpty()) {
                return locale;
            }
        } catch (IllformedLocaleException e) {
            throw refused(member, "must be a language tag such as de or en-GB");
        }
        throw refused(member, "must be a language tag such as de or en-GB");
    }

    /** An origin (RFC 6454): scheme, host and perhaps a port, and nothing behind them. */
    public static WebOrigin origin(String member, @Nullable String value) {
        return WebOrigin.of(text(member, value, 255))
                .orElseThrow(() -> refused(member, "must be an origin such as https://news.example"));
    }

    /** An absolute http or https address without user and password. */
    public static URI httpUri(String member, @Nullable String value) {
        return WebOrigin.address(text(member, value, 2_000))
                .orElseThrow(() -> refused(member, "must be an address such as https://news.example/post"));
    }

    /**
     * The ISO 4217 code of money that some country pays with today: no fund, metal or test code,
     * and none that another has replaced. Asked anew each time, because the JDK knows the day.
     */
    public static String currency(String member, @Nullable String value) {
        String code = matching(member, present(member, value), ISO_CURRENCY);
        boolean money = Arrays.stream(Locale.getISOCountries())
                .map(country -> Currency.getInstance(Locale.of("", country)))
                // Antarctica has none.
                .filter(Objects::nonNull)
                .anyMatch(currency -> currency.getCurrencyCode().equals(code));
        if (!money) {
            throw refused(member, "must be the ISO 4217 code of money in use, such as EUR");
        }
        return code;
    }

    /** One of the words, spelled exactly. */
    public static String word(String member, @Nullable String value, Set<String> words) {
        if (value == null || !words.contains(value)) {
            throw refused(member, "must be one of " + String.join(", ", words));
        }
        return value;
    }

    /** The refusal of a member, as a sentence. */
    public static Problem refused(String member, String rule) {
        return RequestProblem.INVALID_BODY.because("\"" + member + "\" " + rule + ".");
    }

    /** PostgreSQL cannot store NUL, and a lone surrogate is not a character. */
    private static boolean storable(int codePoint) {
        int type = Character.getType(codePoint);
        return type != Character.CONTROL && type != Character.SURROGATE;
    }
}
