package io.latchkey.payment;

import static io.latchkey.shared.Bindings.orNull;

import io.latchkey.payment.promo.PromoCodeId;
import io.latchkey.payment.promo.Reduction;
import io.latchkey.payment.provider.CheckoutOrder.Discount;
import io.latchkey.payment.provider.OpenedCheckout;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.ReaderKey;
import io.latchkey.shared.Perishable;
import io.latchkey.shared.Row;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** All checkouts; those that nobody paid are deleted after a month. */
@Component
class Checkouts implements Perishable {

    private static final Duration UNPAID_KEPT = Duration.ofDays(30);
    private static final String COLUMNS = """
        SELECT checkout_id, plan_id, pack, price_minor, currency, due_now_minor, trial,
            plan_name, period, tiers, unlocks, valid_for,
            discount_percent, discount_minor, discount_payments, discount_plans, promo_code, immediate_start, acknowledged_loss,
            consented_at, status, return_to, url, created_at
        FROM checkout
        WHERE site_id = :site AND reader_id = :reader
        """;

    private final DatabaseClient database;

    Checkouts(DatabaseClient database) {
        this.database = database;
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
        return database.sql("""
            UPDATE checkout SET status = 'replaced'
            WHERE site_id = :site AND reader_id = :reader
                AND pack = coalesce(CAST(:pack AS boolean), pack)
                AND status IN ('open', 'declined')
            """)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("pack", orNull(pack, Boolean.class))
                .then();
    }

    /** Drops where the reader was to go back to: the page that they came from. */
    Mono<Void> forgetPages(ReaderKey reader) {
        return database.sql("""
            UPDATE checkout SET return_to = NULL
            WHERE site_id = :site AND reader_id = :reader AND return_to IS NOT NULL
            """)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .then();
    }

    private Mono<Void> insert(Checkout checkout) {
        Reduction reduction = checkout.reduction();
        Discount discount = reduction == null ? null : reduction.discount();
        Offer offer = checkout.offer();
        return database.sql("""
            INSERT INTO checkout (site_id, reader_id, checkout_id, plan_id, pack,
                price_minor, currency, due_now_minor, trial, plan_name, period, tiers,
                unlocks, valid_for, discount_percent, discount_minor,
                discount_payments, discount_plans, promo_code, immediate_start, acknowledged_loss,
                consented_at, status, return_to, created_at)
            VALUES (:site, :reader, :id, :plan, :pack, :price, :currency, :due, :trial,
                :name, :period, :tiers, :unlocks, :valid, :percent, :discount, :payments,
                :only, :code, :immediate, :loss, :consented, :status, :return, :created)
            """)
                .bind("site", checkout.reader().site().value())
                .bind("reader", checkout.reader().id())
                .bind("id", checkout.id())
                .bind("plan", checkout.plan().value())
                .bind("pack", checkout.pack())
                .bind("price", checkout.price().amountMinor())
                .bind("currency", checkout.price().currency())
                .bind("due", checkout.dueNow().amountMinor())
                .bind("trial", orNull(text(checkout.trial()), String.class))
                .bind("name", offer.name())
                .bind("period", orNull(text(offer.period()), String.class))
                .bind("tiers", offer.tiers().toArray(String[]::new))
                .bind("unlocks", offer.unlocks())
                .bind("valid", orNull(text(offer.validFor()), String.class))
                .bind("percent", orNull(discount == null ? null : discount.percent(), Integer.class))
                .bind("discount", orNull(discount == null ? null : discount.amountMinor(), Long.class))
                .bind("payments", orNull(discount == null ? null : discount.payments(), Integer.class))
                .bind("only", plans(reduction))
                .bind("code", orNull(text(checkout.promoCode()), String.class))
                .bind("immediate", orNull(immediateStart(checkout), Boolean.class))
                .bind("loss", orNull(acknowledgedLoss(checkout), Boolean.class))
                .bind("consented", orNull(consentedAt(checkout), Instant.class))
                .bind("status", checkout.status().word())
                .bind("return", orNull(checkout.returnTo(), String.class))
                .bind("created", checkout.createdAt())
                .then();
    }

    /** The checkout; refuses with {@code unknown-checkout}. */
    Mono<Checkout> get(ReaderKey reader, UUID id) {
        return one(COLUMNS + " AND checkout_id = :id", reader, id);
    }

    /** As {@link #get}, locked until the transaction ends. */
    Mono<Checkout> locked(ReaderKey reader, UUID id) {
        return one(COLUMNS + " AND checkout_id = :id FOR UPDATE", reader, id);
    }

    Mono<Void> become(Checkout checkout, Checkout.Status status) {
        return database.sql("""
            UPDATE checkout SET status = :status
            WHERE site_id = :site AND reader_id = :reader AND checkout_id = :id
            """)
                .bind("status", status.word())
                .bind("site", checkout.reader().site().value())
                .bind("reader", checkout.reader().id())
                .bind("id", checkout.id())
                .then();
    }

    /** Notes the provider's name for it, and its page. */
    Mono<Void> tie(Checkout checkout, OpenedCheckout opened) {
        return database.sql("""
            UPDATE checkout SET provider_ref = :ref, url = :url
            WHERE site_id = :site AND reader_id = :reader AND checkout_id = :id
            """)
                .bind("ref", opened.ref())
                .bind("url", opened.url().toString())
                .bind("site", checkout.reader().site().value())
                .bind("reader", checkout.reader().id())
                .bind("id", checkout.id())
                .then();
    }

    /** The checkout on which this subscription was bought, as long as it is kept. */
    Mono<Checkout> bought(ReaderKey reader, UUID subscription) {
        return database.sql(COLUMNS + """
            AND checkout_id = (SELECT b.checkout_id FROM billed_subscription b
                WHERE b.site_id = :site AND b.reader_id = :reader
                    AND b.subscription_id = :subscription LIMIT 1)
            """)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("subscription", subscription)
                .map(Row.to(row -> checkout(reader, row)))
                .one();
    }

    /** Notes what the buyer consented to on the page of the checkout, unless they had before. */
    Mono<Void> consent(ReaderKey reader, UUID id, Consent consent) {
        return database.sql("""
            UPDATE checkout SET immediate_start = :immediate,
                acknowledged_loss = :loss, consented_at = :at
            WHERE site_id = :site AND reader_id = :reader AND checkout_id = :id
                AND consented_at IS NULL AND status IN ('open', 'declined')
            """)
                .bind("immediate", consent.immediateStart())
                .bind("loss", consent.acknowledgedLoss())
                .bind("at", consent.at())
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("id", id)
                .then();
    }

    /** What the reader ever began to buy. */
    Flux<Checkout> of(ReaderKey reader) {
        return database.sql(COLUMNS + " ORDER BY checkout_id")
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .map(Row.to(row -> checkout(reader, row)))
                .all();
    }

    private Mono<Checkout> one(String sql, ReaderKey reader, UUID id) {
        return database.sql(sql)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("id", id)
                .map(Row.to(row -> checkout(reader, row)))
                .one()
                .switchIfEmpty(Mono.error(PaymentProblem.UNKNOWN_CHECKOUT::problem));
    }

    @Override
    public Mono<Long> purge(Instant now) {
        return database.sql("""
            DELETE FROM checkout WHERE (site_id, reader_id, checkout_id) IN (
                SELECT site_id, reader_id, checkout_id FROM checkout
                WHERE created_at < :before
                    AND status IN ('open', 'declined', 'replaced')
                FOR UPDATE SKIP LOCKED)
            """).bind("before", now.minus(UNPAID_KEPT)).fetch().rowsUpdated();
    }

    private static Checkout checkout(ReaderKey reader, Row row) {
        String currency = row.text("currency");
        String trial = row.optionalText("trial");
        String code = row.optionalText("promo_code");
        String url = row.optionalText("url");
        return new Checkout(
                row.id("checkout_id"),
                reader,
                new PlanId(row.text("plan_id")),
                row.flag("pack"),
                new Price(row.number("price_minor"), currency),
                new Price(row.number("due_now_minor"), currency),
                period(trial),
                new Offer(
                        row.text("plan_name"),
                        period(row.optionalText("period")),
                        row.texts("tiers"),
                        row.count("unlocks"),
                        period(row.optionalText("valid_for"))),
                reduction(row),
                code == null ? null : new PromoCodeId(code),
                consent(row),
                Checkout.Status.parse(row.text("status")),
                row.optionalText("return_to"),
                url == null ? null : URI.create(url),
                row.instant("created_at"));
    }

    private static @Nullable Consent consent(Row row) {
        Instant at = row.optionalInstant("consented_at");
        return at == null ? null : new Consent(row.flag("immediate_start"), row.flag("acknowledged_loss"), at);
    }

    private static @Nullable Boolean immediateStart(Checkout checkout) {
        return checkout.consent() == null ? null : checkout.consent().immediateStart();
    }

    private static @Nullable Boolean acknowledgedLoss(Checkout checkout) {
        return checkout.consent() == null ? null : checkout.consent().acknowledgedLoss();
    }

    private static @Nullable Instant consentedAt(Checkout checkout) {
        return checkout.consent() == null ? null : checkout.consent().at();
    }

    private static @Nullable Reduction reduction(Row row) {
        Discount discount = new Discount(
                row.optionalCount("discount_percent"),
                row.optionalNumber("discount_minor"),
                row.optionalCount("discount_payments"));
        return discount.percent() == null && discount.amountMinor() == null
                ? null
                : new Reduction(
                        discount,
                        row.texts("discount_plans").stream().map(PlanId::new).toList());
    }

    private static String[] plans(@Nullable Reduction reduction) {
        return reduction == null
                ? new String[0]
                : reduction.plans().stream().map(PlanId::value).toArray(String[]::new);
    }

    private static @Nullable Period period(@Nullable String text) {
        return text == null ? null : Period.parse(text);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
