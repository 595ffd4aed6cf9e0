package io.latchkey.account;

import io.latchkey.plan.Price;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Dates and amounts as a page's reader writes them.
 *
 * @param locale the page's language, as it is written where the reader is
 * @param zone the site's
 */
public record Figures(Locale locale, ZoneId zone) {

    /** For those who do not say where they are; British dates put the day first. */
    private static final Map<String, Locale> REGIONS =
            Map.of(
                    "en", Locale.UK,
                    "de", Locale.GERMANY,
                    "fr", Locale.FRANCE,
                    "es", Locale.of("es", "ES"));

    static Figures of(ServerHttpRequest request, Locale language, ZoneId zone) {
        return new Figures(
                accepted(request)
                        .map(range -> Locale.forLanguageTag(range.getRange()))
                        .filter(found -> found.getLanguage().equals(language.getLanguage()))
                        .filter(found -> !found.getCountry().isEmpty())
                        .orElse(REGIONS.getOrDefault(language.getLanguage(), language)),
                zone);
    }

    /** Only the first counts: it is the one that the reader speaks best. */
    private static Optional<Locale.LanguageRange> accepted(ServerHttpRequest request) {
        String header = request.getHeaders().getFirst(HttpHeaders.ACCEPT_LANGUAGE);
        try {
            List<Locale.LanguageRange> ranges =
                    header == null ? List.of() : Locale.LanguageRange.parse(header);
            return ranges.stream().findFirst();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The day. */
    public String day(Instant time) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .format(time.atZone(zone));
    }

    /** The day as a form's date field takes it. */
    public String isoDay(Instant time) {
        return DateTimeFormatter.ISO_LOCAL_DATE.format(time.atZone(zone));
    }

    /** Day, time of day and zone. */
    public String moment(Instant time) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.LONG)
                .withLocale(locale)
                .format(time.atZone(zone));
    }

    /** An amount with its currency's sign. */
    public String money(Price price) {
        return money(price.amountMinor(), price.currency());
    }

    /** The same, from its parts; as many decimals as the currency has. */
    public String money(Number amountMinor, String currency) {
        Currency unit = Currency.getInstance(currency);
        int digits = Math.max(0, unit.getDefaultFractionDigits());
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(unit);
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        return format.format(BigDecimal.valueOf(amountMinor.longValue(), digits));
    }

    /**
     * In which unit a period is told: {@code days}, {@code weeks}, {@code months}, {@code years}.
     */
    public String unit(Period period) {
        if (days(period) != 0) {
            return period.toTotalMonths() == 0 && days(period) % 7 == 0 ? "weeks" : "days";
        }
        return period.toTotalMonths() % 12 == 0 ? "years" : "months";
    }

    /** Beside the months. */
    private static long days(Period period) {
        return period.get(ChronoUnit.DAYS);
    }

    /** How many of that unit; a month beside days is taken for thirty. */
    public long count(Period period) {
        return switch (unit(period)) {
            case "weeks" -> days(period) / 7;
            case "months" -> period.toTotalMonths();
            case "years" -> period.toTotalMonths() / 12;
            default -> period.toTotalMonths() * 30 + days(period);
        };
    }
}
