package io.latchkey.payment;

import static io.latchkey.shared.Bindings.orNull;

import io.latchkey.payment.provider.BilledSubscription;
import io.latchkey.reader.ReaderKey;
import io.latchkey.shared.Clock;
import io.latchkey.shared.Row;
import io.latchkey.site.SiteId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Which subscription of the provider is which of ours; kept as long as ours is. */
@Component
class BilledSubscriptions {

    private static final String COLUMNS = """
        SELECT b.site_id, b.reader_id, b.provider, b.provider_ref, b.subscription_id, b.customer
        FROM billed_subscription b
        """;

    private final DatabaseClient database;
    private final Clock clock;

    BilledSubscriptions(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A tie.
     *
     * @param ref the provider's name for the subscription
     * @param subscription ours; null when nobody wants it
     * @param customer the provider's name for the reader
     */
    record Tie(
            ReaderKey reader,
            String provider,
            String ref,
            @Nullable UUID subscription,
            String customer) {}

    Mono<Void> add(String provider, BilledSubscription there, @Nullable UUID subscription) {
        return database.sql("""
            INSERT INTO billed_subscription (site_id, reader_id, provider,
                provider_ref, subscription_id, checkout_id, customer, created_at)
            VALUES (:site, :reader, :provider, :ref, :subscription, :checkout,
                :customer, :now)
            """)
                .bind("site", there.reader().site().value())
                .bind("reader", there.reader().id())
                .bind("provider", provider)
                .bind("ref", there.ref())
                .bind("subscription", orNull(subscription, UUID.class))
                .bind("checkout", there.checkout())
                .bind("customer", there.customer())
                .bind("now", clock.now())
                .then();
    }

    Mono<Tie> find(ReaderKey reader, String provider, String ref) {
        return database.sql(COLUMNS + """
            WHERE b.site_id = :site AND b.reader_id = :reader
                AND b.provider = :provider AND b.provider_ref = :ref
            """)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("provider", provider)
                .bind("ref", ref)
                .map(Row.to(BilledSubscriptions::tie))
                .one();
    }

    Mono<Tie> of(ReaderKey reader, UUID subscription) {
        return database.sql(COLUMNS + """
            WHERE b.site_id = :site AND b.reader_id = :reader
                AND b.subscription_id = :subscription
            """)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("subscription", subscription)
                .map(Row.to(BilledSubscriptions::tie))
                .one();
    }

    /** What the provider calls this reader, if it knows them. */
    Mono<String> customer(ReaderKey reader, String provider) {
        return database.sql("""
            SELECT customer FROM billed_subscription
            WHERE site_id = :site AND reader_id = :reader AND provider = :provider
            ORDER BY created_at DESC LIMIT 1
            """)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("provider", provider)
                .map(Row.to(row -> row.text("customer")))
                .one();
    }

    /** The ties of all subscriptions that are live here, page by page in the order of their key. */
    Flux<Tie> live(String provider, @Nullable Tie after, int most) {
        return database.sql(COLUMNS + """
            JOIN subscription s ON s.site_id = b.site_id
                AND s.reader_id = b.reader_id
                AND s.subscription_id = b.subscription_id
            WHERE b.provider = :provider AND s.status <> 'expired'
                AND (b.site_id, b.reader_id, b.provider_ref) >
                    (:site, CAST(:reader AS uuid), :ref)
            ORDER BY b.site_id, b.reader_id, b.provider_ref LIMIT :most
            """)
                .bind("provider", provider)
                .bind("site", after == null ? "" : after.reader().site().value())
                .bind("reader", after == null ? new UUID(0, 0) : after.reader().id())
                .bind("ref", after == null ? "" : after.ref())
                .bind("most", most)
                .map(Row.to(BilledSubscriptions::tie))
                .all()
                .collectList()
                .flatMapMany(Flux::fromIterable);
    }

    private static Tie tie(Row row) {
        return new Tie(
                new ReaderKey(new SiteId(row.text("site_id")), row.id("reader_id")),
                row.text("provider"),
                row.text("provider_ref"),
                row.optionalId("subscription_id"),
                row.text("customer"));
    }
}
