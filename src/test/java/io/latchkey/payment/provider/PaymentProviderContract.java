package io.latchkey.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.latchkey.payment.provider.IncomingEvent.PaymentChanged;
import io.latchkey.payment.provider.IncomingEvent.SubscriptionChanged;
import io.latchkey.payment.provider.ProviderException.Reason;
import io.latchkey.payment.provider.ProviderWorld.SignedEvent;
import io.latchkey.plan.Discount;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.subscription.billing.BillingState;
import io.latchkey.subscription.billing.BillingStatus;
import io.latchkey.subscription.billing.Charges;
import io.latchkey.subscription.billing.Effective;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.LongFunction;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;

/** What the port promises, asked of a provider. */
public abstract class PaymentProviderContract {

    private static final Duration BOUND = Duration.ofSeconds(40);
    private static final Period MONTH = Period.ofMonths(1);
    private static final PlanId BASIC = new PlanId("basic");
    private static final PlanId PLUS = new PlanId("plus");
    private static final URI HOME = URI.create("https://news.example.org/done");

    private ProviderWorld world;
    private PaymentProvider provider;
    private ReaderKey reader;

    /** The provider with a world of its own. */
    protected abstract ProviderWorld world();

    @BeforeEach
    void begin() {
        world = world();
        provider = world.provider();
        reader = world.newReader();
    }

    @Test
    void sellsASubscription() {
        OpenedCheckout opened = open(order(MONTH, null, null, null));
        assertThat(world.pay(opened)).isTrue();
        BilledSubscription begun = look(world.subscriptionOf(opened));
        assertThat(begun.reader()).isEqualTo(reader);
        BillingState state = begun.state();
        assertThat(state.status()).isEqualTo(BillingStatus.RUNNING);
        assertThat(state.plan()).isEqualTo(BASIC);
        assertThat(state.price()).isEqualTo(euro(900));
        assertThat(state.period()).isEqualTo(MONTH);
        assertThat(state.paidUntil()).isEqualTo(later(state.periodStart(), MONTH));
        BilledPayment paid = paymentOf(begun);
        assertThat(paid.price()).isEqualTo(euro(900));
        assertThat(paid.subscription()).isEqualTo(begun.ref());
        assertThat(paid.checkout()).isEqualTo(begun.checkout());
        assertThat(paid.paidAt()).isNotNull();
    }

    @Test
    void chargesAfterTheTrial() {
        String ref = begin(order(MONTH, Period.ofDays(14), null, null));
        BilledSubscription trial = look(ref);
        assertThat(trial.state().status()).isEqualTo(BillingStatus.RUNNING);
        assertThat(trial.lastPayment()).isNull();
        world.advanceTo(trial.state().paidUntil().plus(Duration.ofHours(3)));
        BilledSubscription paid = look(ref);
        assertThat(paid.state().periodStart()).isEqualTo(trial.state().paidUntil());
        assertThat(paymentOf(paid).price()).isEqualTo(euro(900));
    }

    @Test
    void sellsAPackOnce() {
        CheckoutOrder order = order(null, null, null, null);
        OpenedCheckout opened = open(order);
        assertThat(world.pay(opened)).isTrue();
        BilledPayment paid = payment(world.paymentOf(opened));
        assertThat(paid.checkout()).isEqualTo(order.checkout());
        assertThat(paid.subscription()).isNull();
        assertThat(paid.price()).isEqualTo(euro(900));
        assertThat(open(order).ref()).isEqualTo(opened.ref());
    }

    @Test
    void takesADiscountOffSoManyPayments() {
        String ref = begin(order(MONTH, null, Discount.amount(200, 2), null));
        assertThat(paymentOf(look(ref)).price()).isEqualTo(euro(700));
        renew(ref);
        assertThat(paymentOf(look(ref)).price()).isEqualTo(euro(700));
        renew(ref);
        assertThat(paymentOf(look(ref)).price()).isEqualTo(euro(900));
    }

    /** The time before the first payment neither uses it up nor makes it longer. */
    @ParameterizedTest
    @CsvSource({"P7D, 1", "P14D, 1", "P14D, 2", "P1M, 1", "P1M, 3", "P40D, 1", "P70D, 2"})
    void takesADiscountOffSoManyPaymentsAfterATrial(Period trial, int payments) {
        String ref = begin(order(MONTH, trial, Discount.amount(200, payments), null));
        for (int payment = 1; payment <= payments; payment++) {
            renew(ref);
            assertThat(paymentOf(look(ref)).price()).as("payment %d", payment).isEqualTo(euro(700));
        }
        renew(ref);
        assertThat(paymentOf(look(ref)).price()).isEqualTo(euro(900));
    }

    /** No time of a pause uses it up. */
    @ParameterizedTest
    @ValueSource(ints = {0, 50})
    void takesADiscountOffSoManyPaymentsThoughAPauseCameBetween(int percent) {
        Discount discount = percent == 0 ? Discount.amount(200, 3) : Discount.percent(percent, 3);
        Price less = percent == 0 ? euro(700) : euro(450);
        String ref = begin(order(MONTH, null, discount, null));
        renew(ref);
        world.advanceTo(world.now().plus(Duration.ofDays(9)));
        provider.pause(ref, "p" + ref).block(BOUND);
        world.advanceTo(world.now().plus(Duration.ofDays(100)));
        for (String key : List.of("r", "r", "s")) {
            provider.resume(ref, world.now().plus(Duration.ofDays(21)), key + ref)
                    .block(BOUND);
        }
        renew(ref);
        assertThat(paymentOf(look(ref)).price()).isEqualTo(less);
        renew(ref);
        assertThat(paymentOf(look(ref)).price()).isEqualTo(euro(900));
    }

    /** From the next payment on, in the place of the one before, and the same however often it is said. */
    @ParameterizedTest
    @ValueSource(ints = {0, 50})
    void takesADiscountOffThatComesWhileItRuns(int percent) {
        Discount discount = percent == 0 ? Discount.amount(200, 2) : Discount.percent(percent, 2);
        Price less = percent == 0 ? euro(700) : euro(450);
        String ref = begin(order(MONTH, null, Discount.amount(100, 1), null));
        renew(ref);
        assertThat(paymentOf(look(ref)).price()).isEqualTo(euro(900));
        world.advanceTo(world.now().plus(Duration.ofDays(9)));
        for (int each = 0; each < 3; each++) {
            BilledSubscription after = known(provider.reduce(ref, discount, "less" + ref));
            assertThat(after.state().charges()).isEqualTo(new Charges(900, less.amountMinor()));
        }
        renew(ref);
        assertThat(paymentOf(look(ref)).price()).isEqualTo(less);
        known(provider.reduce(ref, discount, "less" + ref));
        renew(ref);
        assertThat(paymentOf(look(ref)).price()).isEqualTo(less);
        renew(ref);
        assertThat(paymentOf(look(ref)).price()).isEqualTo(euro(900));
        known(provider.reduce(ref, Discount.percent(50, null), "for good" + ref));
        renew(ref);
        renew(ref);
        assertThat(paymentOf(look(ref)).price()).isEqualTo(euro(450));
        fails(Reason.REFUSED, () -> known(provider.reduce("unheard", discount, "none")));
    }

    /** Neither one that ends, nor one that becomes another plan, which stays chosen. */
    @Test
    void takesNothingOffWhatDoesNotGoOnAsItIs() {
        String ends = begin(order(MONTH, null, null, null));
        provider.cancel(ends, Effective.PERIOD_END, "cancel" + ends).block(BOUND);
        known(provider.reduce(ends, Discount.percent(50, 2), "less" + ends));
        provider.undoCancellation(ends, "undo" + ends).block(BOUND);
        renew(ends);
        assertThat(paymentOf(look(ends)).price()).isEqualTo(euro(900));

        String changes = begin(order(MONTH, null, null, null));
        later(changes, PLUS, 2_000, "dearer");
        BilledSubscription after = known(provider.reduce(changes, Discount.percent(50, 2), "less" + changes));
        assertThat(after.state().nextPlan()).isEqualTo(PLUS);
        renew(changes);
        assertThat(paymentOf(look(changes)).price()).isEqualTo(euro(2_000));

        String over = begin(order(MONTH, null, null, null));
        provider.cancel(over, Effective.NOW, "end" + over).block(BOUND);
        assertThat(known(provider.reduce(over, Discount.percent(50, 2), "less" + over))
                        .state()
                        .status())
                .isEqualTo(BillingStatus.ENDED);
    }

    /** Also while the plan that was chosen for this period has only just begun. */
    @Test
    void takesADiscountOffAPlanThatWasChosenBefore() {
        String ref = begin(order(MONTH, null, null, null));
        later(ref, PLUS, 2_000, "dearer");
        renew(ref);
        assertThat(paymentOf(look(ref)).price()).isEqualTo(euro(2_000));
        BilledSubscription after = known(provider.reduce(ref, Discount.percent(50, 1), "less" + ref));
        assertThat(after.state().charges()).isEqualTo(new Charges(2_000, 1_000));
        renew(ref);
        assertThat(paymentOf(look(ref)).price()).isEqualTo(euro(1_000));
        renew(ref);
        assertThat(paymentOf(look(ref)).price()).isEqualTo(euro(2_000));
    }

    @Test
    void takesADiscountOffEveryPayment() {
        String ref = begin(order(MONTH, null, Discount.amount(200, null), null));
        renew(ref);
        renew(ref);
        assertThat(paymentOf(look(ref)).price()).isEqualTo(euro(700));
    }

    @Test
    void takesAPercentageOffWhateverIsPaid() {
        String ref = begin(order(MONTH, null, Discount.percent(50, null), null));
        assertThat(paymentOf(look(ref)).price()).isEqualTo(euro(450));
        later(ref, PLUS, 2_000, "dearer");
        renew(ref);
        assertThat(paymentOf(look(ref)).price()).isEqualTo(euro(1_000));
        later(ref, BASIC, 600, "cheaper");
        renew(ref);
        assertThat(paymentOf(look(ref)).price()).isEqualTo(euro(300));
    }

    @Test
    void takesNothingOffWhatTheDiscountIsNotFor() {
        String atOnce = begin(order(MONTH, null, Discount.percent(50, null), null));
        PlanOrder full = new PlanOrder(PLUS, "Plus", euro(2_000), MONTH, false);
        known(provider.changePlan(atOnce, full, Effective.NOW, "full" + atOnce));
        renew(atOnce);
        assertThat(paymentOf(look(atOnce)).price()).isEqualTo(euro(2_000));

        String later = begin(order(MONTH, null, Discount.percent(50, null), null));
        provider.changePlan(later, full, Effective.PERIOD_END, "full" + later).block(BOUND);
        renew(later);
        assertThat(paymentOf(look(later)).price()).isEqualTo(euro(2_000));
    }

    @Test
    void takesNoMoneyOnAPageThatHasExpired() {
        OpenedCheckout opened = open(order(MONTH, null, null, null));
        world.advanceTo(world.now().plus(Duration.ofHours(2)));
        assertThat(world.pay(opened)).isFalse();
    }

    @Test
    void knowsACustomerAgain() {
        String customer = look(begin(order(MONTH, null, null, null))).customer();
        assertThat(look(begin(order(MONTH, null, null, customer))).customer()).isEqualTo(customer);
    }

    @Test
    void renewsByTheDayThatItBeganOn() {
        Instant january = world.now()
                .atZone(ZoneOffset.UTC)
                .plusYears(1)
                .withMonth(1)
                .withDayOfMonth(31)
                .toInstant();
        world.advanceTo(january);
        String ref = begin(order(MONTH, null, null, null));
        Instant anchor = look(ref).state().periodStart();
        for (int month = 1; month <= 4; month++) {
            assertThat(look(ref).state().paidUntil()).isEqualTo(later(anchor, Period.ofMonths(month)));
            renew(ref);
        }
    }

    @Test
    void keepsWhatWasPaidWhenARenewalFailsAndRecovers() {
        String ref = begin(order(MONTH, null, null, null));
        Instant paidUntil = look(ref).state().paidUntil();
        world.cardDeclines(ref, true);
        renew(ref);
        BillingState unpaid = look(ref).state();
        assertThat(unpaid.status()).isEqualTo(BillingStatus.UNPAID);
        assertThat(unpaid.paidUntil()).isEqualTo(paidUntil);
        assertThat(unpaid.retryAt()).isAfter(paidUntil);
        world.cardDeclines(ref, false);
        world.advanceTo(Objects.requireNonNull(unpaid.retryAt()).plus(Duration.ofHours(3)));
        BillingState recovered = look(ref).state();
        assertThat(recovered.status()).isEqualTo(BillingStatus.RUNNING);
        assertThat(recovered.periodStart()).isEqualTo(paidUntil);
        assertThat(recovered.retryAt()).isNull();
    }

    @Test
    void listsEveryPaymentOfASubscriptionWithTheTimeThatItPays() {
        String ref = begin(order(MONTH, null, null, null));
        Instant from = look(ref).state().periodStart();
        for (int month = 1; month <= 6; month++) {
            renew(ref);
        }
        List<String> all = known(provider.payments(ref).collectList());
        assertThat(all).hasSize(7).doesNotHaveDuplicates();
        assertThat(all).startsWith(look(ref).payments().toArray(String[]::new));
        for (String payment : all.reversed()) {
            assertThat(payment(payment).periodStart()).isEqualTo(from);
            from = Objects.requireNonNull(payment(payment).periodEnd());
        }
        assertThat(from).isEqualTo(look(ref).state().paidUntil());
    }

    @Test
    void givesUpAfterAWhile() {
        String ref = begin(order(MONTH, null, null, null));
        Instant paidUntil = look(ref).state().paidUntil();
        world.cardDeclines(ref, true);
        world.advanceTo(paidUntil.plus(Duration.ofDays(28)));
        BillingState ended = look(ref).state();
        assertThat(ended.status()).isEqualTo(BillingStatus.ENDED);
        assertThat(ended.paidUntil()).isEqualTo(paidUntil);
        assertThat(ended.endedAt()).isNotNull();
    }

    @Test
    void changesThePlanAtOnceForTheDifference() {
        String ref = begin(order(MONTH, null, null, null));
        BilledSubscription before = look(ref);
        for (String key : List.of("a", "a", "b")) {
            provider.changePlan(ref, plan(PLUS, 1900), Effective.NOW, key + ref).block(BOUND);
        }
        BilledSubscription after = look(ref);
        assertThat(after.state().plan()).isEqualTo(PLUS);
        assertThat(after.state().price()).isEqualTo(euro(1900));
        assertThat(after.state().paidUntil()).isEqualTo(before.state().paidUntil());
        assertThat(after.lastPayment()).isNotEqualTo(before.lastPayment());
        assertThat(paymentOf(after).price().amountMinor()).isCloseTo(1000L, within(5L));
    }

    @Test
    void changesNothingWhenTheCardDeclinesTheDifference() {
        String ref = begin(order(MONTH, null, null, null));
        world.cardDeclines(ref, true);
        BilledSubscription before = look(ref);
        fails(
                Reason.DECLINED,
                () -> provider.changePlan(ref, plan(PLUS, 1900), Effective.NOW, "n" + ref)
                        .block(BOUND));
        assertThat(look(ref)).isEqualTo(before);
    }

    @Test
    void changesThePlanWhenThePeriodEnds() {
        String ref = begin(order(MONTH, null, null, null));
        for (String key : List.of("a", "a", "b")) {
            later(ref, PLUS, 1900, key);
        }
        assertThat(look(ref).state().plan()).isEqualTo(BASIC);
        assertThat(look(ref).state().nextPlan()).isEqualTo(PLUS);
        later(ref, BASIC, 900, "back");
        assertThat(look(ref).state().nextPlan()).isNull();
        later(ref, PLUS, 1900, "again");
        renew(ref);
        assertThat(look(ref).state().plan()).isEqualTo(PLUS);
        assertThat(look(ref).state().nextPlan()).isNull();
        assertThat(paymentOf(look(ref)).price()).isEqualTo(euro(1900));
    }

    @Test
    void endsWithThePeriodUnlessThatIsTakenBack() {
        String ref = begin(order(MONTH, null, null, null));
        for (String key : List.of("a", "a", "b")) {
            provider.cancel(ref, Effective.PERIOD_END, key + ref).block(BOUND);
        }
        assertThat(look(ref).state().endsWithPeriod()).isTrue();
        assertThat(look(ref).state().status()).isEqualTo(BillingStatus.RUNNING);
        for (String key : List.of("c", "c", "d")) {
            provider.undoCancellation(ref, key + ref).block(BOUND);
        }
        assertThat(look(ref).state().endsWithPeriod()).isFalse();
        provider.cancel(ref, Effective.PERIOD_END, "e" + ref).block(BOUND);
        renew(ref);
        assertThat(look(ref).state().status()).isEqualTo(BillingStatus.ENDED);
    }

    @Test
    void endsAtOnceAndStaysEnded() {
        String ref = begin(order(MONTH, null, null, null));
        assertThat(liveRefs()).contains(ref);
        for (String key : List.of("a", "a", "b")) {
            provider.cancel(ref, Effective.NOW, key + ref).block(BOUND);
        }
        assertThat(look(ref).state().status()).isEqualTo(BillingStatus.ENDED);
        assertThat(liveRefs()).doesNotContain(ref);
    }

    @Test
    void billsNothingInAPauseAndGivesItsTimeBack() {
        String ref = begin(order(MONTH, null, null, null));
        BilledSubscription before = look(ref);
        for (String key : List.of("a", "a", "b")) {
            provider.pause(ref, key + ref).block(BOUND);
        }
        world.advanceTo(before.state().paidUntil().plus(Duration.ofDays(45)));
        BilledSubscription paused = look(ref);
        assertThat(paused.state().status()).isEqualTo(BillingStatus.PAUSED);
        assertThat(paused.state().paidUntil()).isEqualTo(before.state().paidUntil());
        assertThat(paused.lastPayment()).isEqualTo(before.lastPayment());
        Instant given = Instant.ofEpochSecond(world.now().getEpochSecond()).plus(Duration.ofDays(9));
        for (String key : List.of("c", "c", "d")) {
            provider.resume(ref, given, key + ref).block(BOUND);
        }
        assertThat(look(ref).state().status()).isEqualTo(BillingStatus.RUNNING);
        assertThat(look(ref).state().paidUntil()).isEqualTo(given);
        assertThat(look(ref).lastPayment()).isEqualTo(before.lastPayment());
        renew(ref);
        BilledSubscription renewed = look(ref);
        assertThat(renewed.lastPayment()).isNotEqualTo(before.lastPayment());
        world.advanceTo(world.now().plus(Duration.ofDays(2)));
        provider.resume(ref, given, "late" + ref).block(BOUND);
        assertThat(look(ref)).as("goes on already").isEqualTo(renewed);
    }

    @Test
    void collectsNothingInAPauseOfWhatWasOwedBefore() {
        String ref = begin(order(MONTH, null, null, null));
        world.cardDeclines(ref, true);
        renew(ref);
        assertThat(look(ref).state().status()).isEqualTo(BillingStatus.UNPAID);
        collectsNothingInAPause(ref);
    }

    @Test
    void collectsNothingInAPauseThatBeganJustAfterAPeriodEnded() {
        String ref = begin(order(MONTH, null, null, null));
        world.advanceTo(look(ref).state().paidUntil().plus(Duration.ofMinutes(10)));
        collectsNothingInAPause(ref);
    }

    private void collectsNothingInAPause(String ref) {
        BilledSubscription before = look(ref);
        provider.pause(ref, "p" + ref).block(BOUND);
        world.cardDeclines(ref, false);
        world.advanceTo(world.now().plus(Duration.ofDays(40)));
        BilledSubscription paused = look(ref);
        assertThat(paused.state().status()).isEqualTo(BillingStatus.PAUSED);
        assertThat(paused.lastPayment()).isEqualTo(before.lastPayment());
        assertThat(paused.state().paidUntil()).isEqualTo(before.state().paidUntil());
    }

    @Test
    void paysBackInPartsAndNeverTooMuch() {
        OpenedCheckout opened = open(order(null, null, null, null));
        world.pay(opened);
        String ref = world.paymentOf(opened);
        provider.refund(ref, euro(300), "a" + ref).block(BOUND);
        provider.refund(ref, euro(300), "a" + ref).block(BOUND);
        assertThat(payment(ref).refundedMinor()).isEqualTo(300);
        fails(Reason.REFUSED, () -> provider.refund(ref, euro(601), "b" + ref).block(BOUND));
        provider.refund(ref, euro(600), "c" + ref).block(BOUND);
        assertThat(payment(ref).refundedMinor()).isEqualTo(900);
    }

    /** Providers forget a key after a while. */
    @Test
    void paysBackOnceHoweverLateItIsAskedAgain() {
        OpenedCheckout opened = open(order(null, null, null, null));
        world.pay(opened);
        String ref = world.paymentOf(opened);
        provider.refund(ref, euro(300), "a" + ref).block(BOUND);
        world.advanceTo(world.now().plus(Duration.ofDays(3)));
        provider.refund(ref, euro(300), "a" + ref).block(BOUND);
        assertThat(payment(ref).refundedMinor()).isEqualTo(300);
    }

    @ParameterizedTest
    @CsvSource({"EUR, 1", "JPY, 1", "KWD, 10", "ISK, 1", "UGX, 1", "MGA, 100"})
    void takesAndGivesBackWhatWasSaidInEachKindOfMoney(String currency, long part) {
        LongFunction<Price> price = parts -> new Price(parts * part, currency);
        Discount discount = Discount.amount(1_001 * part, null);
        OpenedCheckout opened = open(order(price.apply(3_003), MONTH, null, discount, null));
        assertThat(world.pay(opened)).isTrue();
        String ref = world.subscriptionOf(opened);
        BilledSubscription begun = look(ref);
        assertThat(begun.state().price()).isEqualTo(price.apply(3_003));
        assertThat(begun.state().charges()).isEqualTo(new Charges(2_002 * part, 2_002 * part));
        assertThat(paymentOf(begun).price()).isEqualTo(price.apply(2_002));

        PlanOrder plus = new PlanOrder(PLUS, "Plus", price.apply(5_005), MONTH, true);
        provider.changePlan(ref, plus, Effective.PERIOD_END, "later" + ref).block(BOUND);
        assertThat(look(ref).state().nextPrice()).isEqualTo(plus.price());
        renew(ref);
        assertThat(look(ref).state().price()).isEqualTo(plus.price());
        PlanOrder basic = new PlanOrder(BASIC, "Basic", price.apply(9_009), MONTH, true);
        known(provider.changePlan(ref, basic, Effective.NOW, "now" + ref));
        assertThat(look(ref).state().price()).isEqualTo(basic.price());

        String paid = Objects.requireNonNull(begun.lastPayment());
        provider.refund(paid, price.apply(501), "back" + paid).block(BOUND);
        assertThat(payment(paid).refundedMinor()).isEqualTo(501 * part);
        world.dispute(paid);
        assertThat(payment(paid).withheldMinor()).isEqualTo(1_501 * part);
    }

    @Test
    void tellsOfADispute() {
        String ref = Objects.requireNonNull(
                look(begin(order(MONTH, null, null, null))).lastPayment());
        assertThat(payment(ref).disputes()).isEmpty();
        provider.refund(ref, euro(200), "before" + ref).block(BOUND);
        world.dispute(ref);
        BilledPayment open = payment(ref);
        assertThat(open.disputes()).singleElement().satisfies(it -> {
            assertThat(it.status()).isEqualTo(BilledDispute.Status.OPEN);
            assertThat(it.amountMinor()).isEqualTo(700);
        });
        assertThat(open.refundedMinor()).isEqualTo(200);
        assertThat(open.withheldMinor()).isEqualTo(700);
        assertThat(open.goneBackMinor()).isEqualTo(200);
        world.decide(ref, BilledDispute.Status.LOST);
        BilledPayment lost = payment(ref);
        assertThat(lost.disputes())
                .singleElement()
                .satisfies(it -> assertThat(it.ref())
                        .isEqualTo(open.disputes().getFirst().ref()));
        assertThat(lost.refundedMinor()).isEqualTo(200);
        assertThat(lost.goneBackMinor()).isEqualTo(900);
    }

    @Test
    void tellsOfADisputeThatTheSiteWins() {
        String ref = Objects.requireNonNull(
                look(begin(order(MONTH, null, null, null))).lastPayment());
        world.dispute(ref);
        world.decide(ref, BilledDispute.Status.WON);
        assertThat(payment(ref).withheldMinor()).isZero();
        assertThat(payment(ref).goneBackMinor()).isZero();
        assertThat(payment(ref).disputes()).hasSize(1);
    }

    @Test
    void knowsNothingOfStrangers() {
        assertThat(provider.subscription("sub_unknown").block(BOUND)).isNull();
        assertThat(provider.payment("pi_unknown").block(BOUND)).isNull();
        fails(
                Reason.REFUSED,
                () -> provider.cancel("sub_unknown", Effective.NOW, "k").block(BOUND));
    }

    @Test
    void tellsOfEveryChangeByEventsThatOnlyItCanSend() {
        int seen = world.eventsAfter(0).size();
        String ref = begin(order(MONTH, null, null, null));
        List<SignedEvent> events = world.eventsAfter(seen);
        assertThat(events)
                .anyMatch(it -> read(it) instanceof SubscriptionChanged change
                        && change.ref().equals(ref));
        assertThat(events).allMatch(it -> read(it).id().equals(read(it).id()));
        SignedEvent event = events.getFirst();
        byte[] tampered = event.bytes();
        tampered[tampered.length / 2] ^= 1;
        fails(Reason.FORGED, () -> provider.verified(event.headers(), tampered, event.sentAt()));
        fails(
                Reason.FORGED,
                () -> provider.verified(
                        event.headers(), event.bytes(), event.sentAt().plusSeconds(301)));
        fails(Reason.FORGED, () -> provider.verified(new HttpHeaders(), event.bytes(), event.sentAt()));

        String paid = Objects.requireNonNull(look(ref).lastPayment());
        int before = world.eventsAfter(0).size();
        provider.refund(paid, euro(100), "e" + paid).block(BOUND);
        assertThat(world.eventsAfter(before))
                .anyMatch(it -> read(it) instanceof PaymentChanged change
                        && change.ref().equals(paid));
    }

    @Test
    void saysInTimeThatItDoesNotAnswer() {
        String ref = begin(order(MONTH, null, null, null));
        world.unreachable(true);
        try {
            fails(Reason.UNAVAILABLE, () -> provider.subscription(ref).block(BOUND));
            // A provider that hangs up may have heard it.
            assertThatThrownBy(
                            () -> provider.cancel(ref, Effective.NOW, "u" + ref).block(BOUND))
                    .isInstanceOfSatisfying(
                            ProviderException.class,
                            failure -> assertThat(failure.reason()).isIn(Reason.UNAVAILABLE, Reason.UNANSWERED));
        } finally {
            world.unreachable(false);
        }
    }

    private CheckoutOrder order(
            @Nullable Period period, @Nullable Period trial, @Nullable Discount discount, @Nullable String customer) {
        return order(euro(900), period, trial, discount, customer);
    }

    private CheckoutOrder order(
            Price price,
            @Nullable Period period,
            @Nullable Period trial,
            @Nullable Discount discount,
            @Nullable String customer) {
        return new CheckoutOrder(
                UUID.randomUUID(),
                reader,
                BASIC,
                "Basic",
                price,
                period,
                trial,
                discount,
                customer,
                "reader@example.org",
                "de-AT",
                world.now().plus(Duration.ofHours(1)),
                HOME);
    }

    private String begin(CheckoutOrder order) {
        OpenedCheckout opened = open(order);
        assertThat(world.pay(opened)).isTrue();
        return world.subscriptionOf(opened);
    }

    private void later(String ref, PlanId plan, long minor, String key) {
        provider.changePlan(ref, plan(plan, minor), Effective.PERIOD_END, key + ref)
                .block(BOUND);
    }

    /** What was said before that it would be charged is charged. */
    private void renew(String ref) {
        BilledSubscription before = look(ref);
        world.advanceTo(before.state().paidUntil().plus(Duration.ofHours(3)));
        BilledSubscription after = look(ref);
        if (after.state().paidUntil().isAfter(before.state().paidUntil())) {
            long charged = paymentOf(after).price().amountMinor();
            assertThat(Objects.requireNonNull(after.state().charges()).nowMinor())
                    .isEqualTo(charged);
            assertThat(Objects.requireNonNull(before.state().charges()).nextMinor())
                    .isEqualTo(charged);
        }
    }

    private OpenedCheckout open(CheckoutOrder order) {
        return known(provider.open(order));
    }

    private BilledSubscription look(String ref) {
        return known(provider.subscription(ref));
    }

    private BilledPayment payment(String ref) {
        return known(provider.payment(ref));
    }

    private BilledPayment paymentOf(BilledSubscription subscription) {
        return payment(Objects.requireNonNull(subscription.lastPayment()));
    }

    private List<String> liveRefs() {
        return known(provider.subscriptions().map(BilledSubscription::ref).collectList());
    }

    private IncomingEvent read(SignedEvent event) {
        return provider.verified(event.headers(), event.bytes(), event.sentAt());
    }

    private static <T> T known(Mono<T> answer) {
        return Objects.requireNonNull(answer.block(BOUND));
    }

    private static void fails(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    private static PlanOrder plan(PlanId plan, long minor) {
        return new PlanOrder(plan, plan.value(), euro(minor), MONTH, true);
    }

    private static Price euro(long minor) {
        return new Price(minor, "EUR");
    }

    private static Instant later(Instant start, Period period) {
        return start.atZone(ZoneOffset.UTC).plus(period).toInstant();
    }
}
