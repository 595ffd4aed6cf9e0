package io.latchkey.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderException.Reason;
import io.latchkey.plan.Price;
import io.latchkey.subscription.billing.BillingState;
import io.latchkey.subscription.billing.BillingStatus;
import io.latchkey.subscription.billing.Effective;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is owed at Stripe, and what an account's owner may set there by hand. */
class StripeOwedTests {

    private static final Duration BOUND = Duration.ofSeconds(40);

    private static final URI HOME = URI.create("https://news.example.org/account");

    private final StandIn stripe = new StandIn();
    private final StripeCalls calls = StripeWiring.calls(stripe.address());
    private final StripeProvider provider = StripeWiring.provider(calls, stripe);
    private final String ref = StripeWiring.begun(stripe, provider, null);

    @AfterEach
    void stop() {
        calls.stop();
        stripe.close();
    }

    @Test
    void whoLeavesAtOnceOwesNothing() {
        failToRenew();
        assertThat(bills()).containsExactly("paid", "open");
        provider.cancel(ref, Effective.NOW, "now").block(BOUND);
        assertThat(state().status()).isEqualTo(BillingStatus.ENDED);
        assertThat(bills()).containsExactly("paid", "void");
    }

    /** A key is for one call: the second try makes another one of the same bill. */
    @Test
    void aDraftThatWasSentMeanwhileIsVoidWhenItIsAskedAgain() {
        stripe.books.advanceTo(there().end.plus(Duration.ofMinutes(10)));
        stripe.desk.sendsDrafts = true;
        assertThatThrownBy(() -> provider.pause(ref, "pause").block(BOUND)).isInstanceOf(ProviderException.class);
        provider.pause(ref, "pause").block(BOUND);
        assertThat(bills()).containsExactly("paid", "void");
        assertThat(state().status()).isEqualTo(BillingStatus.PAUSED);
    }

    /** Its reader paused: that nobody here can read any more whose it is takes no money from them. */
    @Test
    void whatLostItsMetadataPausesAllTheSame() {
        there().metadata.clear();
        provider.pause(ref, "pause").block(BOUND);
        stripe.books.advanceTo(there().end.plus(Duration.ofHours(3)));
        assertThat(bills()).containsExactly("paid", "void");
    }

    @Test
    void whatIsUnpaidIsUnpaidThoughTheAccountLeavesItActive() {
        stripe.books.staysActiveUnpaid = true;
        failToRenew();
        assertThat(there().status).isEqualTo("active");
        assertThat(state().status()).isEqualTo(BillingStatus.UNPAID);
        assertThat(state().retryAt()).isAfter(stripe.books.now());
    }

    /** An hour passes before Stripe takes the money: that is no failure. */
    @Test
    void whatIsStillBeingWrittenIsNotUnpaid() {
        stripe.books.advanceTo(state().paidUntil().plus(Duration.ofMinutes(10)));
        assertThat(bills()).containsExactly("paid", "draft");
        assertThat(state().status()).isEqualTo(BillingStatus.RUNNING);
    }

    @Test
    void anEndThatWasSetByHandIsTakenBackToo() {
        there().cancelAt = state().paidUntil().minus(Duration.ofDays(1));
        assertThat(state().endsWithPeriod()).isTrue();
        provider.undoCancellation(ref, "undo").block(BOUND);
        assertThat(state().endsWithPeriod()).isFalse();
        stripe.books.advanceTo(state().paidUntil().plus(Duration.ofHours(3)));
        assertThat(state().status()).isEqualTo(BillingStatus.RUNNING);
    }

    @Test
    void whoOwesIsSentToTheBillAndTheCardThatPaysItIsKept() {
        assertThat(page()).hasHost("news.example.org").hasQuery("portal");
        failToRenew();
        StandInInvoice bill = stripe.books.invoices.getLast();
        assertThat(page()).isEqualTo(URI.create("https://invoice.example/" + bill.id));
        assertThat(there().keepsTheCard).isTrue();
        stripe.books.pay(bill);
        assertThat(page()).hasHost("news.example.org");
    }

    /** An account may sell other things to the same customer. */
    @Test
    void nobodyIsSentToTheBillOfSomethingElse() {
        there().metadata.clear();
        failToRenew();
        assertThat(page()).hasHost("news.example.org");
    }

    /** The money is the site's again: whether to try another way is theirs to say. */
    @Test
    void aRefundThatTheBankSentBackIsNotTriedAgain() {
        String payment = Objects.requireNonNull(
                Objects.requireNonNull(provider.subscription(ref).block(BOUND)).lastPayment());
        Price part = new Price(300L, "EUR");
        provider.refund(payment, part, "back").block(BOUND);
        stripe.desk.failRefund(payment);
        assertThatThrownBy(() -> provider.refund(payment, part, "back").block(BOUND))
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(Reason.REFUSED));
        assertThat(stripe.desk.payment(payment).refundedMinor).isZero();
    }

    private URI page() {
        return Objects.requireNonNull(
                provider.paymentMethodPage(there().customer, HOME).block(BOUND));
    }

    private void failToRenew() {
        there().cardDeclines = true;
        stripe.books.advanceTo(there().end.plus(Duration.ofHours(3)));
    }

    private StandInSubscription there() {
        return stripe.desk.subscription(ref);
    }

    private BillingState state() {
        return Objects.requireNonNull(provider.subscription(ref).block(BOUND)).state();
    }

    private List<String> bills() {
        return stripe.books.invoices.stream().map(it -> it.status).toList();
    }
}
