package io.latchkey.notice;

import io.latchkey.notice.Notice.CancellationConfirmed;
import io.latchkey.notice.Notice.ChargeChanging;
import io.latchkey.notice.Notice.ContractEnded;
import io.latchkey.notice.Notice.DeclarationReceived;
import io.latchkey.notice.Notice.PaymentFailed;
import io.latchkey.notice.Notice.PriceChange;
import io.latchkey.notice.Notice.ReceiptIssued;
import io.latchkey.notice.Notice.RenewalAhead;
import io.latchkey.notice.Notice.TrialEnding;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.net.URI;
import java.text.MessageFormat;
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
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes notices in the languages that there are words for. */
final class Letters {

    private static final Set<String> LANGUAGES = Set.of("en", "de");
    private static final Set<String> RECEIPTS = Set.of("purchase", "refund", "withdrawal");
    private static final String USUAL_RECEIPT = "purchase";

    private final Map<String, ResourceBundle> words =
            LANGUAGES.stream()
                    .collect(Collectors.toUnmodifiableMap(Function.identity(), Letters::bundle));

    /**
     * Writes a notice.
     *
     * @param name the reader's; null when it is not known
     * @param wished the locales to choose from, the first that there are words for; else English
     * @param undo where the reader undoes what it tells of; null when there is no such place
     */
    Letter write(
            Notice notice,
            String site,
            @Nullable String name,
            ZoneId zone,
            List<Locale> wished,
            @Nullable URI undo) {
        Locale locale =
                wished.stream()
                        .filter(each -> LANGUAGES.contains(each.getLanguage()))
                        .findFirst()
                        .orElse(Locale.ENGLISH);
        return new Writer(
                        Objects.requireNonNull(words.get(locale.getLanguage())),
                        locale,
                        zone,
                        line(site))
                .write(notice, name == null ? null : line(name), undo);
    }

    private static ResourceBundle bundle(String language) {
        return ResourceBundle.getBundle(
                "io.latchkey.notice.letters",
                Locale.of(language),
                ResourceBundle.Control.getNoFallbackControl(
                        ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** Names go into headers: what would begin another line there becomes a blank. */
    private static String line(String name) {
        return name.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    }

    /** A receipt has lines, and only those. */
    private static String lines(String text) {
        return text.replaceAll("\r\n?", "\n").replaceAll("[\\p{Cntrl}&&[^\n\t]]", " ").strip();
    }

    private record Writer(ResourceBundle words, Locale locale, ZoneId zone, String site) {

        Letter write(Notice notice, @Nullable String name, @Nullable URI undo) {
            String kind = NoticeFacts.kind(notice);
            Object[] facts =
                    Stream.concat(Stream.of(site), facts(notice).stream()).toArray(Object[]::new);
            String greeting = name == null ? say("greeting") : say("greeting.named", name);
            return new Letter(
                    locale,
                    say(kind + ".subject", facts),
                    String.join(
                            "\n\n",
                            greeting,
                            say(kind + ".body", facts) + more(notice, undo),
                            say("closing", site)));
        }

        private List<String> facts(Notice notice) {
            return switch (notice) {
                case TrialEnding it ->
                        List.of(
                                line(it.plan()),
                                day(it.endsAt()),
                                money(it.amountMinor(), it.currency()));
                case RenewalAhead it ->
                        List.of(
                                line(it.plan()),
                                day(it.renewsAt()),
                                money(it.amountMinor(), it.currency()));
                case ChargeChanging it ->
                        List.of(
                                line(it.plan()),
                                day(it.renewsAt()),
                                money(it.oldMinor(), it.currency()),
                                money(it.newMinor(), it.currency()));
                case PriceChange it ->
                        List.of(
                                line(it.plan()),
                                day(it.from()),
                                money(it.oldMinor(), it.currency()),
                                money(it.newMinor(), it.currency()));
                case PaymentFailed it -> List.of(line(it.plan()), day(it.accessUntil()));
                case CancellationConfirmed it ->
                        List.of(
                                line(it.plan()),
                                moment(it.receivedAt()),
                                moment(it.effectiveAt()),
                                moment(it.accessUntil()),
                                it.receipt().toString(),
                                lines(it.receiptText()));
                case DeclarationReceived it ->
                        List.of(
                                line(it.plan()),
                                say("declaration." + it.kind()),
                                moment(it.receivedAt()),
                                it.declaration().toString());
                case ContractEnded it -> List.of(line(it.plan()), day(it.endedAt()));
                case ReceiptIssued it ->
                        List.of(
                                say("receipt." + receipt(it.kind())),
                                it.receipt().toString(),
                                lines(it.receiptText()));
            };
        }

        private String more(Notice notice, @Nullable URI undo) {
            if (notice instanceof PaymentFailed failed && failed.retryAt() != null) {
                return "\n\n" + say("payment-failed.retry", day(failed.retryAt()));
            }
            if (notice instanceof PriceChange it && Boolean.TRUE.equals(it.discounted())) {
                return "\n\n" + say("price-change.discounted");
            }
            if (notice instanceof CancellationConfirmed && undo != null) {
                return "\n\n" + say("cancellation-confirmed.undo", undo.toString());
            }
            if (notice instanceof DeclarationReceived it) {
                return "\n\n"
                        + (it.endsAt() == null
                                ? say("declaration-received.looked-at")
                                : say("declaration-received.ends", moment(it.endsAt())));
            }
            return "";
        }

        private static String receipt(String kind) {
            return RECEIPTS.contains(kind) ? kind : USUAL_RECEIPT;
        }

        private String say(String key, Object... facts) {
            return new MessageFormat(words.getString(key), locale).format(facts);
        }

        private String day(Instant moment) {
            return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                    .withLocale(locale)
                    .format(moment.atZone(zone));
        }

        /** With the time of day, and on whose clocks. */
        private String moment(Instant moment) {
            return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                            .withLocale(locale)
                            .format(moment.atZone(zone))
                    + " ("
                    + zone.getId()
                    + ")";
        }

        private String money(long minor, String code) {
            Currency currency = Currency.getInstance(code);
            int digits = Math.max(0, currency.getDefaultFractionDigits());
            NumberFormat format = NumberFormat.getCurrencyInstance(locale);
            format.setCurrency(currency);
            format.setMinimumFractionDigits(digits);
            format.setMaximumFractionDigits(digits);
            return format.format(BigDecimal.valueOf(minor, digits));
        }
    }
}
