package io.latchkey.words;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;

/**
 * Days, moments, amounts and periods as whoever reads them writes them.
 *
 * @param locale the reader's language, and the country in whose way it is written
 * @param zone the site's
 */
public record Figures(Locale locale, ZoneId zone) {

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

    /** Day, time of day and zone: the one way in which a moment is written. */
    public String moment(Instant time) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.LONG)
                .withLocale(locale)
                .format(time.atZone(zone));
    }

    /**
     * An amount with its currency's sign, and as many decimals as that has. In a currency that this
     * JDK does not know, the number and the code as they stand.
     */
    public String money(Number amountMinor, String currency) {
        return known(currency)
                .map(unit -> money(amountMinor.longValue(), unit))
                .orElseGet(() -> amountMinor + " " + currency);
    }

    private String money(long amountMinor, Currency unit) {
        int digits = Math.max(0, unit.getDefaultFractionDigits());
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(unit);
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        return format.format(BigDecimal.valueOf(amountMinor, digits));
    }

    private static Optional<Currency> known(String code) {
        try {
            return Optional.of(Currency.getInstance(code));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
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
