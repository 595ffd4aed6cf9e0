package io.latchkey.notice;

import io.latchkey.notice.Notice.CancellationConfirmed;
import io.latchkey.notice.Notice.ContractEnded;
import io.latchkey.notice.Notice.DeclarationReceived;
import io.latchkey.notice.Notice.PaymentFailed;
import io.latchkey.notice.Notice.PriceChange;
import io.latchkey.notice.Notice.ReceiptIssued;
import io.latchkey.notice.Notice.RenewalAhead;
import io.latchkey.notice.Notice.TrialEnding;
import io.latchkey.words.Figures;
import io.latchkey.words.Texts;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Writes notices in the languages that there are words for. */
final class Letters {

    private static final Set<String> RECEIPTS = Set.of("purchase", "refund", "withdrawal");
    private static final String USUAL_RECEIPT = "purchase";

    /** Read from files as soon as there are letters to be, and not when the first is written. */
    private final Texts words = Texts.of("io/latchkey/notice/letters");

    /**
     * Writes a notice.
     *
     * @param name the reader's; null when it is not known
     * @param show writes it as the reader does
     * @param undo where the reader undoes what it tells of; null when there is no such place
     */
    Letter write(
            Notice notice, String site, @Nullable String name, Figures show, @Nullable URI undo) {
        return new Writer(words, show, line(site))
                .write(notice, name == null ? null : line(name), undo);
    }

    /** Names go into headers: what would begin another line there becomes a blank. */
    private static String line(String name) {
        return name.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    }

    /** A receipt has lines, and only those. */
    private static String lines(String text) {
        return text.replaceAll("\r\n?", "\n").replaceAll("[\\p{Cntrl}&&[^\n\t]]", " ").strip();
    }

    private record Writer(Texts words, Figures show, String site) {

        Letter write(Notice notice, @Nullable String name, @Nullable URI undo) {
            String kind = NoticeFacts.kind(notice);
            Object[] facts =
                    Stream.concat(Stream.of(site), facts(notice).stream()).toArray(Object[]::new);
            String greeting = name == null ? say("greeting") : say("greeting.named", name);
            return new Letter(
                    show.locale(),
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
                                show.day(it.endsAt()),
                                show.money(it.amountMinor(), it.currency()));
                case RenewalAhead it ->
                        List.of(
                                line(it.plan()),
                                show.day(it.renewsAt()),
                                show.money(it.amountMinor(), it.currency()));
                case PriceChange it ->
                        List.of(
                                line(it.plan()),
                                show.day(it.from()),
                                show.money(it.oldMinor(), it.currency()),
                                show.money(it.newMinor(), it.currency()));
                case PaymentFailed it -> List.of(line(it.plan()), show.day(it.accessUntil()));
                case CancellationConfirmed it ->
                        List.of(
                                line(it.plan()),
                                show.moment(it.receivedAt()),
                                show.moment(it.effectiveAt()),
                                show.moment(it.accessUntil()),
                                it.receipt().toString(),
                                lines(it.receiptText()));
                case DeclarationReceived it ->
                        List.of(
                                line(it.plan()),
                                say("declaration." + it.kind()),
                                show.moment(it.receivedAt()),
                                it.declaration().toString());
                case ContractEnded it -> List.of(line(it.plan()), show.day(it.endedAt()));
                case ReceiptIssued it ->
                        List.of(
                                say("receipt." + receipt(it.kind())),
                                it.receipt().toString(),
                                lines(it.receiptText()));
            };
        }

        private String more(Notice notice, @Nullable URI undo) {
            if (notice instanceof PaymentFailed failed && failed.retryAt() != null) {
                return "\n\n" + say("payment-failed.retry", show.day(failed.retryAt()));
            }
            if (notice instanceof CancellationConfirmed && undo != null) {
                return "\n\n" + say("cancellation-confirmed.undo", undo.toString());
            }
            if (notice instanceof DeclarationReceived it) {
                return "\n\n"
                        + (it.endsAt() == null
                                ? say("declaration-received.looked-at")
                                : say("declaration-received.ends", show.moment(it.endsAt())));
            }
            return "";
        }

        private static String receipt(String kind) {
            return RECEIPTS.contains(kind) ? kind : USUAL_RECEIPT;
        }

        private String say(String key, Object... facts) {
            return words.say(key, show.locale(), facts);
        }
    }
}
