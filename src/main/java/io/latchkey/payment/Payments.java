package io.latchkey.payment;

import io.latchkey.plan.Price;
import io.latchkey.reader.ReaderKey;
import io.latchkey.shared.Clock;
import io.latchkey.shared.Ids;
import io.latchkey.shared.Row;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Instant;

/** What was paid, once for each reason. */
@Component
class Payments {

    private final DatabaseClient database;
    private final Clock clock;

    Payments(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Records a payment; one with the same reason is recorded once. */
    Mono<Void> record(ReaderKey reader, String reason, Price price) {
        return database.sql(
                        """
                        INSERT INTO payment (site_id, reader_id, payment_id, reason, amount_minor,
                            currency, paid_at)
                        VALUES (:site, :reader, :id, :reason, :amount, :currency, :now)
                        ON CONFLICT (site_id, reader_id, reason) DO NOTHING
                        """)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("id", Ids.next())
                .bind("reason", reason)
                .bind("amount", price.amountMinor())
                .bind("currency", price.currency())
                .bind("now", clock.now())
                .then();
    }

    Flux<Payment> of(ReaderKey reader) {
        return database.sql(
                        """
                        SELECT reason, amount_minor, currency, paid_at FROM payment
                        WHERE site_id = :site AND reader_id = :reader ORDER BY payment_id
                        """)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .map(
                        Row.to(row ->
                                new Payment(
                                        row.text("reason"),
                                        new Price(row.number("amount_minor"), row.text("currency")),
                                        row.instant("paid_at"))))
                .all();
    }

    /**
     * Money that came in.
     *
     * @param reason the checkout or the period that it paid
     */
    record Payment(String reason, Price price, Instant paidAt) {}
}
