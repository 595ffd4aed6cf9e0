package io.latchkey.payment;

import static io.latchkey.shared.Bindings.orNull;

import io.latchkey.payment.provider.BilledPayment;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.ReaderKey;
import io.latchkey.shared.Ids;
import io.latchkey.shared.Page;
import io.latchkey.shared.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What was paid, each of the provider's payments once. Kept for the books. */
@Component
class Payments {

    private static final String COLUMNS = """
        SELECT payment_id, provider_ref, checkout_id, subscription_id, plan_id, amount_minor,
            currency, refunded_minor, withheld_minor, paid_at
        FROM payment
        WHERE site_id = :site AND reader_id = :reader
        """;

    private final DatabaseClient database;

    Payments(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Adds a payment.
     *
     * @param subscription ours that it pays; null for a pack, and when nobody wants it
     */
    Mono<Payment> add(String provider, BilledPayment there, @Nullable UUID subscription, Instant paidAt) {
        Payment payment = new Payment(
                Ids.next(),
                there.reader(),
                there.ref(),
                there.checkout(),
                subscription,
                there.plan(),
                there.price(),
                0,
                0,
                paidAt);
        return database.sql("""
            INSERT INTO payment (site_id, reader_id, payment_id, reason, provider,
                provider_ref, checkout_id, subscription_id, plan_id, amount_minor,
                currency, paid_at)
            VALUES (:site, :reader, :id, :reason, :provider, :ref, :checkout,
                :subscription, :plan, :amount, :currency, :paid)
            """)
                .bind("site", there.reader().site().value())
                .bind("reader", there.reader().id())
                .bind("id", payment.id())
                .bind("reason", reason(provider, there.ref()))
                .bind("provider", provider)
                .bind("ref", there.ref())
                .bind("checkout", there.checkout())
                .bind("subscription", orNull(subscription, UUID.class))
                .bind("plan", there.plan().value())
                .bind("amount", there.price().amountMinor())
                .bind("currency", there.price().currency())
                .bind("paid", paidAt)
                .then()
                .thenReturn(payment);
    }

    /** The payment with the provider's name, locked while a transaction is under way. */
    Mono<Payment> find(ReaderKey reader, String provider, String ref) {
        return database.sql(COLUMNS + " AND reason = :reason FOR UPDATE")
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("reason", reason(provider, ref))
                .map(Row.to(row -> payment(reader, row)))
                .one();
    }

    /** Those of these names of the provider's that nothing was recorded under, in their order. */
    Flux<String> unknown(ReaderKey reader, String provider, List<String> refs) {
        if (refs.isEmpty()) {
            return Flux.empty();
        }
        return database.sql("""
            SELECT provider_ref FROM payment
            WHERE site_id = :site AND reader_id = :reader AND reason = ANY (:reasons)
            """)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("reasons", refs.stream().map(it -> reason(provider, it)).toArray(String[]::new))
                .map(Row.to(row -> row.text("provider_ref")))
                .all()
                .collectList()
                .flatMapIterable(
                        known -> refs.stream().filter(it -> !known.contains(it)).toList());
    }

    /** The payment, locked until the transaction ends; refuses with {@code unknown-payment}. */
    Mono<Payment> locked(ReaderKey reader, UUID id) {
        return database.sql(COLUMNS + " AND payment_id = :id FOR UPDATE")
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("id", id)
                .map(Row.to(row -> payment(reader, row)))
                .one()
                .switchIfEmpty(Mono.error(PaymentProblem.UNKNOWN_PAYMENT::problem));
    }

    /** Notes what was paid back of it in all. */
    Mono<Void> refunded(Payment payment, long refundedMinor) {
        return database.sql("""
            UPDATE payment SET refunded_minor = greatest(refunded_minor, :refunded)
            WHERE site_id = :site AND reader_id = :reader AND payment_id = :id
            """)
                .bind("refunded", refundedMinor)
                .bind("site", payment.reader().site().value())
                .bind("reader", payment.reader().id())
                .bind("id", payment.id())
                .then();
    }

    /** Notes what of it the reader's bank keeps from the site. */
    Mono<Void> withheld(Payment payment, long withheldMinor) {
        return database.sql("""
            UPDATE payment SET withheld_minor = :withheld
            WHERE site_id = :site AND reader_id = :reader AND payment_id = :id
            """)
                .bind("withheld", withheldMinor)
                .bind("site", payment.reader().site().value())
                .bind("reader", payment.reader().id())
                .bind("id", payment.id())
                .then();
    }

    Mono<Page<Payment>> page(ReaderKey reader, Page.Request page) {
        return database.sql(COLUMNS + """
            AND (CAST(:after AS uuid) IS NULL
                OR payment_id < CAST(:after AS uuid))
            ORDER BY payment_id DESC LIMIT :size
            """)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("after", orNull(page.afterId(), UUID.class))
                .bind("size", page.size() + 1)
                .map(Row.to(row -> payment(reader, row)))
                .all()
                .collectList()
                .map(rows -> Page.of(rows, page, payment -> payment.id().toString()));
    }

    Flux<Payment> of(ReaderKey reader) {
        return database.sql(COLUMNS + " ORDER BY payment_id")
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .map(Row.to(row -> payment(reader, row)))
                .all();
    }

    /** Unique for its reader, so that what is replayed is recorded once. */
    private static String reason(String provider, String ref) {
        return provider + ":" + ref;
    }

    private static Payment payment(ReaderKey reader, Row row) {
        String plan = row.optionalText("plan_id");
        String ref = row.optionalText("provider_ref");
        return new Payment(
                row.id("payment_id"),
                reader,
                ref == null ? "" : ref,
                row.optionalId("checkout_id"),
                row.optionalId("subscription_id"),
                plan == null ? null : new PlanId(plan),
                new Price(row.number("amount_minor"), row.text("currency")),
                row.number("refunded_minor"),
                row.number("withheld_minor"),
                row.instant("paid_at"));
    }
}
