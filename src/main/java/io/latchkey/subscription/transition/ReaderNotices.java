package io.latchkey.subscription.transition;

import io.latchkey.notice.Notice;
import io.latchkey.notice.Notices;
import io.latchkey.plan.Plan;
import io.latchkey.plan.Plans;
import io.latchkey.reader.identity.Reader;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.Readers;
import io.latchkey.receipt.Receipt;
import io.latchkey.receipt.ReceiptText;
import io.latchkey.site.Site;
import io.latchkey.site.Sites;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.words.Figures;
import io.latchkey.words.Languages;
import java.time.Instant;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells readers what became of their subscriptions, in the transaction of the fact. */
@Component
public class ReaderNotices {

    private final Notices notices;
    private final Plans plans;
    private final Readers readers;
    private final Sites sites;
    private final Leniency leniency;
    private final ReceiptText receiptText;

    ReaderNotices(
            Notices notices, Plans plans, Readers readers, Sites sites, Leniency leniency, ReceiptText receiptText) {
        this.notices = notices;
        this.plans = plans;
        this.readers = readers;
        this.sites = sites;
        this.leniency = leniency;
        this.receiptText = receiptText;
    }

    Mono<Void> paymentFailed(Subscription subscription, Site site) {
        Instant accessUntil = Objects.requireNonNull(leniency.at(site).openUntil(subscription));
        return planName(subscription)
                .flatMap(plan -> notices.add(
                        subscription.reader(),
                        new Notice.PaymentFailed(
                                subscription.id(), plan, subscription.arrears().retryAt(), accessUntil)));
    }

    Mono<Void> ended(Subscription subscription) {
        return planName(subscription)
                .flatMap(plan -> notices.add(
                        subscription.reader(),
                        new Notice.ContractEnded(
                                subscription.id(), plan, Objects.requireNonNull(subscription.endedAt()))));
    }

    /**
     * A cancellation.
     *
     * @param declared by somebody who did not sign in, so that it must be easy to undo
     */
    public Mono<Void> canceled(Subscription canceled, Receipt receipt, boolean declared) {
        Instant end = canceled.endedAt() == null ? canceled.paidUntil() : canceled.endedAt();
        return planName(canceled)
                .zipWith(text(canceled.reader(), receipt))
                .flatMap(both -> notices.add(
                        canceled.reader(),
                        new Notice.CancellationConfirmed(
                                canceled.id(),
                                both.getT1(),
                                receipt.receivedAt(),
                                end,
                                end,
                                receipt.id(),
                                both.getT2(),
                                declared,
                                receipt.content().get("by") instanceof String by ? by : null)));
    }

    /** A receipt of money, as something to keep. */
    public Mono<Void> receipted(ReaderKey reader, Receipt receipt) {
        return text(reader, receipt)
                .flatMap(text -> notices.add(
                        reader,
                        new Notice.ReceiptIssued(receipt.id(), receipt.kind().word(), text)));
    }

    /** Written as the letter around it will be. */
    private Mono<String> text(ReaderKey reader, Receipt receipt) {
        return sites.get(reader.site())
                .zipWith(readers.find(reader).mapNotNull(Reader::locale).defaultIfEmpty(""))
                .map(both -> receiptText.of(
                        receipt,
                        new Figures(
                                Languages.spoken(both.getT1().locale(), both.getT2()),
                                both.getT1().timeZone()),
                        both.getT1().name()));
    }

    private Mono<String> planName(Subscription subscription) {
        return plans.get(subscription.reader().site(), subscription.plan()).map(Plan::name);
    }
}
