package io.latchkey.notice;

import io.latchkey.notice.Notice.CancellationConfirmed;
import io.latchkey.notice.Notice.ChargeChanging;
import io.latchkey.notice.Notice.ContractEnded;
import io.latchkey.notice.Notice.DeclarationReceived;
import io.latchkey.notice.Notice.PaymentDisputed;
import io.latchkey.notice.Notice.PaymentFailed;
import io.latchkey.notice.Notice.PriceChange;
import io.latchkey.notice.Notice.ReceiptIssued;
import io.latchkey.notice.Notice.RenewalAhead;
import io.latchkey.notice.Notice.TrialEnding;
import io.latchkey.notice.mail.Letter;
import io.latchkey.words.Figures;
import io.latchkey.words.Texts;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes notices in the languages that there are words for. */
@Component
class Letters {

    private static final Set<String> RECEIPTS = Set.of("purchase", "refund", "withdrawal");
    private static final String USUAL_RECEIPT = "purchase";

    private final Texts words;

    Letters(Texts words) {
        this.words = words;
    }

    /**
     * Writes a notice.
     *
     * @param name the reader's; null when it is not known
     * @param show writes it as the reader does
     * @param links where it leads; to no account when the reader was erased
     */
    Letter write(Notice notice, String site, @Nullable String name, Figures show, Links links) {
        return new Writer(words, show, line(site), links).write(notice, name == null ? null : line(name));
    }

    /** Names go into headers: what would begin another line there becomes a blank. */
    private static String line(String name) {
        return name.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    }

    /** A receipt has lines, and only those. */
    private static String lines(String text) {
        return text.replaceAll("\r\n?", "\n")
                .replaceAll("[\\p{Cntrl}&&[^\n\t]]", " ")
                .strip();
    }

    private record Writer(Texts words, Figures show, String site, Links links) {

        Letter write(Notice notice, @Nullable String name) {
            String kind = NoticeFacts.kind(notice) + variant(notice);
            Object[] facts =
                    Stream.concat(Stream.of(site), facts(notice).stream()).toArray(Object[]::new);
            String greeting = name == null ? say("greeting") : say("greeting.named", name);
            return new Letter(
                    show.locale(),
                    say(kind + ".subject", facts),
                    Stream.of(Stream.of(greeting, say(kind + ".body", facts)), more(notice), way(notice), closing())
                            .flatMap(Function.identity())
                            .collect(Collectors.joining("\n\n")),
                    links.all());
        }

        private static String variant(Notice notice) {
            return switch (notice) {
                case CancellationConfirmed it when it.by() != null -> "." + it.by();
                case PaymentDisputed it -> "." + it.status();
                case DeclarationReceived it when it.plan() == null -> ".unnamed";
                default -> "";
            };
        }

        private List<String> facts(Notice notice) {
            return switch (notice) {
                case TrialEnding it ->
                    List.of(line(it.plan()), show.day(it.endsAt()), show.money(it.amountMinor(), it.currency()));
                case RenewalAhead it ->
                    List.of(line(it.plan()), show.day(it.renewsAt()), show.money(it.amountMinor(), it.currency()));
                case ChargeChanging it ->
                    List.of(
                            line(it.plan()),
                            show.day(it.renewsAt()),
                            show.money(it.oldMinor(), it.currency()),
                            show.money(it.newMinor(), it.currency()));
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
                            it.plan() == null ? "" : line(it.plan()),
                            say("declaration." + it.kind()),
                            show.moment(it.receivedAt()),
                            it.declaration().toString());
                case PaymentDisputed it -> List.of(line(it.plan()), show.money(it.amountMinor(), it.currency()));
                case ContractEnded it -> List.of(line(it.plan()), show.day(it.endedAt()));
                case ReceiptIssued it ->
                    List.of(say("receipt." + receipt(it.kind())), it.receipt().toString(), lines(it.receiptText()));
            };
        }

        private Stream<String> more(Notice notice) {
            return switch (notice) {
                case PaymentFailed it
                when it.retryAt() != null -> Stream.of(say("payment-failed.retry", show.day(it.retryAt())));
                case PriceChange it
                when Boolean.TRUE.equals(it.discounted()) -> Stream.of(say("price-change.discounted"));
                case CancellationConfirmed _ -> link("cancellation-confirmed.undo", links.undo());
                case DeclarationReceived it ->
                    Stream.of(
                            it.endsAt() == null
                                    ? say("declaration-received" + variant(it) + ".looked-at")
                                    : say("declaration-received.ends", show.moment(it.endsAt())));
                // Nobody had to sign in for it.
                case ReceiptIssued it when it.kind().equals("withdrawal") -> Stream.of(say("receipt-issued.not-you"));
                default -> Stream.of();
            };
        }

        /** Where the reader does what the letter makes them want to do. */
        private Stream<String> way(Notice notice) {
            return switch (notice) {
                case TrialEnding _, RenewalAhead _, ChargeChanging _, PriceChange _ ->
                    link("link.cancel", links.cancel());
                case PaymentFailed _ -> link("link.payment", links.payment());
                case CancellationConfirmed _, ReceiptIssued _ -> link("link.receipt", links.receipt());
                case DeclarationReceived _, PaymentDisputed _, ContractEnded _ -> Stream.of();
            };
        }

        private Stream<String> closing() {
            return Stream.of(
                            Stream.of(say(links.account() == null ? "closing.farewell" : "closing", site)),
                            link("link.account", links.account()),
                            link("link.imprint", links.imprint()))
                    .flatMap(Function.identity());
        }

        private Stream<String> link(String key, @Nullable URI to) {
            return to == null ? Stream.of() : Stream.of(say(key, to.toString()));
        }

        private static String receipt(String kind) {
            return RECEIPTS.contains(kind) ? kind : USUAL_RECEIPT;
        }

        private String say(String key, Object... facts) {
            return words.say("letter." + key, show.locale(), facts);
        }
    }
}
