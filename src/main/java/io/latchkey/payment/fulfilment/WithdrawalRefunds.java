package io.latchkey.payment.fulfilment;

import io.latchkey.payment.checkout.Checkout;
import io.latchkey.payment.checkout.Checkouts;
import io.latchkey.payment.checkout.Consent;
import io.latchkey.payment.money.Payment;
import io.latchkey.payment.money.Payments;
import io.latchkey.payment.money.Refunds;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.site.Sites;
import io.latchkey.site.WithdrawalRules.Repaid;
import io.latchkey.subscription.leaving.MoneyBack;
import io.latchkey.subscription.state.Subscription;
import java.time.Instant;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Pays back what was paid for a subscription that its reader withdrew from. */
@Component
class WithdrawalRefunds implements MoneyBack {

    private final Payments payments;
    private final Refunds refunds;
    private final Checkouts checkouts;
    private final Sites sites;

    WithdrawalRefunds(Payments payments, Refunds refunds, Checkouts checkouts, Sites sites) {
        this.payments = payments;
        this.refunds = refunds;
        this.checkouts = checkouts;
        this.sites = sites;
    }

    @Override
    public Mono<Price> payBack(Subscription withdrawn, Instant at) {
        return share(withdrawn, at)
                .flatMap(share -> payments.of(withdrawn.reader())
                        .filter(payment -> withdrawn.id().equals(payment.subscription()))
                        .collectList()
                        .flatMapMany(Flux::fromIterable)
                        .concatMap(payment -> payBack(payment, share))
                        .reduce(0L, Long::sum))
                .map(back -> new Price(back, withdrawn.price().currency()));
    }

    /** Less only for whoever asked that it begin at once, and knew. */
    private Mono<WithdrawalShare> share(Subscription withdrawn, Instant at) {
        return sites.get(withdrawn.reader().site())
                .filter(site -> site.withdrawals().refund() == Repaid.PRORATED)
                .flatMap(_ -> checkouts.bought(withdrawn.reader(), withdrawn.id()))
                .mapNotNull(Checkout::consent)
                .filter(Consent::whole)
                .map(_ -> WithdrawalShare.left(withdrawn, at))
                .defaultIfEmpty(WithdrawalShare.WHOLE);
    }

    /** What went back or is on its way already is not paid back twice. */
    private Mono<Long> payBack(Payment seen, WithdrawalShare share) {
        return payments.locked(seen.reader(), seen.id())
                .zipWhen(refunds::wantedMinor)
                .flatMap(both -> {
                    Payment payment = both.getT1();
                    long gone = payment.refundedMinor() + both.getT2();
                    long back = share.of(payment.price().amountMinor()) - gone;
                    return back < 1
                            ? Mono.just(0L)
                            : refunds.want(payment, back).thenReturn(back);
                });
    }

    @Override
    public Mono<Boolean> paidForOthersSince(ReaderKey reader, Instant since) {
        return payments.of(reader)
                .any(payment ->
                        payment.subscription() == null && !payment.paidAt().isBefore(since));
    }
}
