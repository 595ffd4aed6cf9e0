package io.latchkey.payment;

import io.latchkey.event.EventLog;
import io.latchkey.payment.provider.PaymentProvider;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.reader.ReaderKey;
import io.latchkey.reader.ReaderLock;
import io.latchkey.reader.Revocations;
import io.latchkey.shared.Clock;
import io.latchkey.shared.Ids;
import io.latchkey.shared.Row;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Money that is to go back. What has gone back is the provider's to say: a refund made in its own
 * pages counts as one that was wanted here.
 */
@Component
class Refunds {

    private static final Logger LOG = LoggerFactory.getLogger(Refunds.class);

    private final DatabaseClient database;
    private final Revocations revocations;
    private final EventLog events;
    private final ReaderLock lock;
    private final Clock clock;

    Refunds(DatabaseClient database, Revocations revocations, EventLog events, ReaderLock lock, Clock clock) {
        this.database = database;
        this.revocations = revocations;
        this.events = events;
        this.lock = lock;
        this.clock = clock;
    }

    /** Wants this much of a payment paid back; the relay tells the provider. */
    Mono<UUID> want(Payment payment, long amountMinor) {
        UUID id = Ids.next();
        return lock.transaction(
                payment.reader(),
                database.sql("""
                    INSERT INTO refund (site_id, reader_id, refund_id, payment_id,
                        amount_minor, status, wanted_at)
                    VALUES (:site, :reader, :id, :payment, :amount, 'wanted', :now)
                    """)
                        .bind("site", payment.reader().site().value())
                        .bind("reader", payment.reader().id())
                        .bind("id", id)
                        .bind("payment", payment.id())
                        .bind("amount", amountMinor)
                        .bind("now", clock.now())
                        .then()
                        .then(tell(payment.reader(), ProviderDelivery.REFUND_WANTED, id, payment.id()))
                        .then(revocations.revoke(payment.reader()))
                        .thenReturn(id));
    }

    /** What is wanted back of this payment and not sent yet, in minor units. */
    Mono<Long> wantedMinor(Payment payment) {
        return database.sql("""
            SELECT coalesce(sum(amount_minor), 0)::bigint AS wanted FROM refund
            WHERE site_id = :site AND reader_id = :reader AND payment_id = :payment
                AND status = 'wanted'
            """)
                .bind("site", payment.reader().site().value())
                .bind("reader", payment.reader().id())
                .bind("payment", payment.id())
                .map(Row.to(row -> row.number("wanted")))
                .one();
    }

    private record Wanted(UUID payment, String ref, long amountMinor) {}

    /** Asks the provider; answers with its name for the payment, to be looked at afterwards. */
    Mono<String> deliver(PaymentProvider provider, ReaderKey reader, UUID id) {
        return wanted(reader, id)
                .flatMap(wanted -> provider.refund(wanted.ref(), wanted.amountMinor(), id.toString())
                        .then(Mono.defer(() -> become(reader, id, "done")))
                        .onErrorResume(ProviderException.class, error -> refused(reader, id, wanted, error))
                        .thenReturn(wanted.ref()));
    }

    private Mono<Void> refused(ReaderKey reader, UUID id, Wanted wanted, ProviderException error) {
        if (error.reason() != ProviderException.Reason.REFUSED) {
            return Mono.error(error);
        }
        LOG.warn("refund {} of payment {} refused by the provider", id, wanted.payment());
        return lock.transaction(
                reader, become(reader, id, "refused").then(tell(reader, "refund.refused", id, wanted.payment())));
    }

    private Mono<Wanted> wanted(ReaderKey reader, UUID id) {
        return database.sql("""
            SELECT r.payment_id, p.provider_ref, r.amount_minor
            FROM refund r
            JOIN payment p ON p.site_id = r.site_id AND p.reader_id = r.reader_id
                AND p.payment_id = r.payment_id
            WHERE r.site_id = :site AND r.reader_id = :reader AND r.refund_id = :id
                AND r.status = 'wanted'
            """)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("id", id)
                .map(Row.to(
                        row -> new Wanted(row.id("payment_id"), row.text("provider_ref"), row.number("amount_minor"))))
                .one();
    }

    private Mono<Void> become(ReaderKey reader, UUID id, String status) {
        return database.sql("""
            UPDATE refund SET status = :status
            WHERE site_id = :site AND reader_id = :reader AND refund_id = :id
            """)
                .bind("status", status)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("id", id)
                .then();
    }

    private Mono<Void> tell(ReaderKey reader, String event, UUID refund, UUID payment) {
        return events.append(reader.site(), reader.id(), event, Map.of("refund", refund, "payment", payment));
    }
}
