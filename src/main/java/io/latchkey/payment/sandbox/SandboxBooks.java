package io.latchkey.payment.sandbox;

import static io.latchkey.shared.database.Bindings.orNull;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Sweeps;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Perishable;
import io.r2dbc.postgresql.codec.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** What the sandbox keeps of checkouts, subscriptions and payments. */
@Component
@WhenSandbox
class SandboxBooks implements Perishable {

    private static final Duration KEPT = Duration.ofDays(800);

    private final R2dbcEntityTemplate rows;
    private final JsonMapper json;
    private final Clock clock;

    SandboxBooks(R2dbcEntityTemplate rows, JsonMapper json, Clock clock) {
        this.rows = rows;
        this.json = json;
        this.clock = clock;
    }

    Mono<Void> put(SandboxCheckout checkout) {
        return written("""
            INSERT INTO sandbox_checkout (site_id, reader_id, checkout_id, book,
                created_at)
            VALUES (:site, :reader, :id, :book, :now)
            ON CONFLICT (site_id, reader_id, checkout_id)
                DO UPDATE SET book = excluded.book
            """, checkout.order().reader(), checkout.order().checkout(), checkout)
                .bind("now", clock.now())
                .then();
    }

    Mono<SandboxCheckout> checkout(ReaderKey reader, UUID id) {
        return one("""
            SELECT book FROM sandbox_checkout
            WHERE site_id = :site AND reader_id = :reader AND checkout_id = :id FOR UPDATE
            """, reader, id, SandboxCheckout.class);
    }

    Mono<Void> put(SandboxSubscription subscription) {
        return written("""
            INSERT INTO sandbox_subscription (site_id, reader_id, subscription_id,
                checkout_id, book, due_at, ended_at)
            VALUES (:site, :reader, :id, :checkout, :book, :due, :ended)
            ON CONFLICT (site_id, reader_id, subscription_id) DO UPDATE SET
                book = excluded.book, due_at = excluded.due_at,
                ended_at = excluded.ended_at
            """, subscription.reader(), subscription.id(), subscription)
                .bind("checkout", subscription.checkout())
                .bind("due", orNull(subscription.dueAt(), Instant.class))
                .bind("ended", orNull(subscription.endedAt(), Instant.class))
                .then();
    }

    /** The subscription, locked while a transaction is under way. */
    Mono<SandboxSubscription> subscription(ReaderKey reader, UUID id) {
        return one("""
            SELECT book FROM sandbox_subscription
            WHERE site_id = :site AND reader_id = :reader AND subscription_id = :id FOR UPDATE
            """, reader, id, SandboxSubscription.class);
    }

    Mono<SandboxSubscription> subscriptionOf(ReaderKey reader, UUID checkout) {
        return one("""
            SELECT book FROM sandbox_subscription
            WHERE site_id = :site AND reader_id = :reader AND checkout_id = :id FOR UPDATE
            """, reader, checkout, SandboxSubscription.class);
    }

    Flux<SandboxSubscription> subscriptions() {
        return sql("SELECT book FROM sandbox_subscription WHERE ended_at IS NULL")
                .mapValue(String.class)
                .all()
                .map(book -> json.readValue(book, SandboxSubscription.class));
    }

    /** The names of those with something due, the longest overdue first. */
    Flux<SandboxRef> due(Instant now, int most) {
        GenericExecuteSpec due = sql("""
            SELECT site_id, reader_id, subscription_id FROM sandbox_subscription
            WHERE due_at <= :now ORDER BY due_at LIMIT :most
            """).bind("now", now).bind("most", most);
        return rows.getRowsFetchSpec(due, Due.class, Due.class)
                .all()
                .map(it -> new SandboxRef(SandboxRef.SUBSCRIPTION, it.reader(), it.id()))
                .collectList()
                .flatMapMany(Flux::fromIterable);
    }

    @Table("sandbox_subscription")
    private record Due(
            @Embedded.Empty ReaderKey reader,
            @Column("subscription_id") UUID id) {}

    /** When the next has something due, if any has by the given time. */
    Mono<Instant> nextDue(Instant by) {
        return sql("""
            SELECT due_at FROM sandbox_subscription WHERE due_at <= :by
            ORDER BY due_at LIMIT 1
            """).bind("by", by).mapValue(Instant.class).one();
    }

    Mono<Void> put(SandboxPayment payment) {
        return written("""
            INSERT INTO sandbox_payment (site_id, reader_id, payment_id, book,
                created_at)
            VALUES (:site, :reader, :id, :book, :now)
            ON CONFLICT (site_id, reader_id, payment_id)
                DO UPDATE SET book = excluded.book
            """, payment.reader(), payment.id(), payment)
                .bind("now", clock.now())
                .then();
    }

    /** The payment, locked while a transaction is under way. */
    Mono<SandboxPayment> payment(ReaderKey reader, UUID id) {
        return one("""
            SELECT book FROM sandbox_payment
            WHERE site_id = :site AND reader_id = :reader AND payment_id = :id FOR UPDATE
            """, reader, id, SandboxPayment.class);
    }

    /** The last that was paid on this checkout, or for the subscription that began with it. */
    Mono<SandboxPayment> lastPayment(ReaderKey reader, UUID checkout) {
        return one("""
            SELECT book FROM sandbox_payment
            WHERE site_id = :site AND reader_id = :reader AND book->>'checkout' = CAST(CAST(:id AS uuid) AS text)
                AND book->>'paidAt' IS NOT NULL
            ORDER BY payment_id DESC LIMIT 1 FOR UPDATE
            """, reader, checkout, SandboxPayment.class);
    }

    /** The payments for a subscription that arrived, the last one first. */
    Flux<SandboxPayment> payments(SandboxRef subscription, int most) {
        return sql("""
            SELECT book FROM sandbox_payment
            WHERE site_id = :site AND reader_id = :reader
                AND book->>'subscription' = :ref AND book->>'paidAt' IS NOT NULL
            ORDER BY payment_id DESC LIMIT :most
            """)
                .bindValues(subscription.reader().parameters())
                .bind("ref", subscription.toString())
                .bind("most", most)
                .mapValue(String.class)
                .all()
                .map(book -> json.readValue(book, SandboxPayment.class));
    }

    /** The last payment that was tried there, whether it arrived or not. */
    Mono<SandboxPayment> lastTry(ReaderKey reader, UUID checkout) {
        return one("""
            SELECT book FROM sandbox_payment
            WHERE site_id = :site AND reader_id = :reader
                AND book->>'checkout' = CAST(CAST(:id AS uuid) AS text)
            ORDER BY payment_id DESC LIMIT 1
            """, reader, checkout, SandboxPayment.class);
    }

    private <T> Mono<T> one(String sql, ReaderKey reader, UUID id, Class<T> type) {
        return sql(sql).bindValues(reader.parameters())
                .bind("id", id)
                .mapValue(String.class)
                .one()
                .map(book -> json.readValue(book, type));
    }

    private GenericExecuteSpec written(String sql, ReaderKey reader, UUID id, Object book) {
        return sql(sql).bindValues(reader.parameters())
                .bind("id", id)
                .bind("book", Json.of(json.writeValueAsBytes(book)));
    }

    @Override
    public Mono<Long> purge(Instant now) {
        return Flux.just(
                        "sandbox_checkout WHERE created_at",
                        "sandbox_payment WHERE created_at",
                        "sandbox_subscription WHERE ended_at")
                .concatMap(old ->
                        Sweeps.delete(rows.getDatabaseClient(), old + " < :before", Map.of("before", now.minus(KEPT))))
                .reduce(0L, Long::sum);
    }

    private GenericExecuteSpec sql(String sql) {
        return rows.getDatabaseClient().sql(sql);
    }
}
