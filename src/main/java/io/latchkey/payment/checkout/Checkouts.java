package io.latchkey.payment.checkout;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.latchkey.payment.money.BilledSubscriptions;
import io.latchkey.payment.promo.Reduction;
import io.latchkey.payment.provider.CheckoutStatus;
import io.latchkey.payment.provider.OpenedCheckout;
import io.latchkey.payment.provider.ProviderProblem;
import io.latchkey.plan.PlanId;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Rows;
import io.latchkey.shared.database.Sweeps;
import io.latchkey.shared.time.Perishable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.data.relational.core.query.Update;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** All checkouts; those that nobody paid are deleted after a month. */
@Component
public class Checkouts implements Perishable {

    private static final Duration UNPAID_KEPT = Duration.ofDays(30);

    /** Who begins again and again within the hour has the older ones closed before. */
    private static final int MOST_CLOSED = 3;

    private final R2dbcEntityTemplate rows;
    private final BilledSubscriptions ties;

    Checkouts(R2dbcEntityTemplate rows, BilledSubscriptions ties) {
        this.rows = rows;
        this.ties = ties;
    }

    /** Opens a checkout; a former one of the same kind that is not paid yet is replaced by it. */
    Mono<Void> open(Checkout checkout) {
        return replaceUnpaid(checkout.reader(), checkout.pack()).then(insert(checkout));
    }

    /**
     * Whatever this reader pays on a checkout that is open now is paid back.
     *
     * @param pack those of packs or those of subscriptions; null for both
     */
    Mono<Void> replaceUnpaid(ReaderKey reader, @Nullable Boolean pack) {
        Criteria unpaid = payable(where("reader").is(reader));
        return changed(
                        pack == null ? unpaid : unpaid.and("pack").is(pack),
                        Update.update("status", CheckoutStatus.REPLACED))
                .then();
    }

    /** The provider's names of the pages of those that were replaced and could still be open. */
    Flux<String> replaced(ReaderKey reader, Instant now) {
        return rows.getDatabaseClient()
                .sql("""
                    SELECT provider_ref FROM checkout
                    WHERE site_id = :site AND reader_id = :reader AND status = 'replaced'
                        AND provider_ref IS NOT NULL AND created_at > :since
                    ORDER BY created_at DESC
                    LIMIT :most
                    """)
                .bindValues(reader.parameters())
                .bind("since", now.minus(Checkout.PAYABLE_FOR))
                .bind("most", MOST_CLOSED)
                .mapValue(String.class)
                .all();
    }

    /** Drops where the reader was to go back to: the page that they came from. */
    Mono<Void> forgetPages(ReaderKey reader) {
        return changed(where("reader").is(reader).and("returnTo").isNotNull(), Update.update("returnTo", null))
                .then();
    }

    private Mono<Void> insert(Checkout checkout) {
        return rows.getDatabaseClient()
                .sql("""
                    INSERT INTO checkout (site_id, reader_id, checkout_id, plan_id, pack,
                        price_minor, currency, due_now_minor, trial, plan_name, period, tiers,
                        unlocks, valid_for, discount_percent, discount_amount_minor,
                        discount_payments, discount_plans, discount_since, promo_code, immediate_start,
                        acknowledged_loss, consented_at, status, return_to, url, created_at)
                    VALUES (:site_id, :reader_id, :checkout_id, :plan_id, :pack,
                        :price_minor, :currency, :due_now_minor, :trial, :plan_name, :period, :tiers,
                        :unlocks, :valid_for, :discount_percent, :discount_amount_minor,
                        :discount_payments, :discount_plans, :discount_since, :promo_code, :immediate_start,
                        :acknowledged_loss, :consented_at, :status, :return_to, :url, :created_at)
                    """)
                .bindValues(Rows.parameters(rows, checkout))
                .then();
    }

    /** The checkout; refuses with {@code unknown-checkout}. */
    public Mono<Checkout> get(ReaderKey reader, UUID id) {
        return known(rows.selectOne(query(keyed(reader, id)), Checkout.class));
    }

    /** As {@link #get}, locked until the transaction ends. */
    public Mono<Checkout> locked(ReaderKey reader, UUID id) {
        return known(Rows.locked(rows, keyed(reader, id), Checkout.class));
    }

    public Mono<Void> become(Checkout checkout, CheckoutStatus status) {
        return Rows.met(changed(keyed(checkout.reader(), checkout.id()), Update.update("status", status)));
    }

    /**
     * Notes the provider's name for it, and its page. Nothing was locked while the provider was
     * asked: refuses with {@code checkout-expired} when the checkout was swept meanwhile.
     */
    Mono<Void> tie(Checkout checkout, OpenedCheckout opened) {
        return changed(
                        keyed(checkout.reader(), checkout.id()),
                        Update.update("provider_ref", opened.ref()).set("url", opened.url()))
                .filter(met -> met > 0)
                .switchIfEmpty(Mono.error(ProviderProblem.CHECKOUT_EXPIRED::problem))
                .then();
    }

    /** The checkout on which this subscription was bought, as long as it is kept. */
    public Mono<Checkout> bought(ReaderKey reader, UUID subscription) {
        return ties.of(reader, subscription)
                .flatMap(tie -> rows.selectOne(query(keyed(reader, tie.checkout())), Checkout.class));
    }

    /** From now on this comes off the payments for the subscription that was bought on it. */
    public Mono<Void> reduce(Checkout bought, Reduction reduction) {
        return Rows.met(changed(
                keyed(bought.reader(), bought.id()),
                Update.update("reduction.discount.percent", reduction.discount().percent())
                        .set(
                                "reduction.discount.amountMinor",
                                reduction.discount().amountMinor())
                        .set("reduction.discount.payments", reduction.discount().payments())
                        .set(
                                "reduction.plans",
                                reduction.plans().stream().map(PlanId::value).toArray(String[]::new))
                        .set("reduction.since", reduction.since())));
    }

    /** Notes what the buyer consented to on the page of the checkout, unless they had before. */
    Mono<Void> consent(ReaderKey reader, UUID id, Consent consent) {
        return changed(
                        payable(keyed(reader, id)).and("consent.at").isNull(),
                        Update.update("consent.immediateStart", consent.immediateStart())
                                .set("consent.acknowledgedLoss", consent.acknowledgedLoss())
                                .set("consent.at", consent.at()))
                .then();
    }

    /** What the reader ever began to buy. */
    Flux<Checkout> of(ReaderKey reader) {
        return rows.select(query(where("reader").is(reader)).sort(Sort.by("id")), Checkout.class);
    }

    @Override
    public Mono<Long> purge(Instant now) {
        return Sweeps.delete(
                rows.getDatabaseClient(),
                "checkout WHERE created_at < :before AND status IN ('open', 'declined', 'replaced')",
                Map.of("before", now.minus(UNPAID_KEPT)));
    }

    private Mono<Long> changed(Criteria which, Update change) {
        return rows.update(query(which), change, Checkout.class);
    }

    private static Criteria keyed(ReaderKey reader, UUID id) {
        return where("reader").is(reader).and("id").is(id);
    }

    private static Criteria payable(Criteria which) {
        return which.and("status").in(CheckoutStatus.OPEN, CheckoutStatus.DECLINED);
    }

    private static Mono<Checkout> known(Mono<Checkout> found) {
        return found.switchIfEmpty(Mono.error(CheckoutProblem.UNKNOWN_CHECKOUT::problem));
    }
}
