package io.latchkey.payment.money;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.latchkey.payment.provider.PaymentProvider;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.ReaderLock;
import io.latchkey.reader.revocation.Revocations;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.database.Rows;
import io.latchkey.shared.time.Clock;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.data.relational.core.query.Update;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Money that is to go back. What has gone back is the provider's to say: a refund made in its own
 * pages counts as one that was wanted here.
 */
@Component
public class Refunds {

    private static final Logger LOG = LoggerFactory.getLogger(Refunds.class);

    private final R2dbcEntityTemplate rows;
    private final Revocations revocations;
    private final PaymentFacts facts;
    private final ReaderLock lock;
    private final Clock clock;

    Refunds(R2dbcEntityTemplate rows, Revocations revocations, PaymentFacts facts, ReaderLock lock, Clock clock) {
        this.rows = rows;
        this.revocations = revocations;
        this.facts = facts;
        this.lock = lock;
        this.clock = clock;
    }

    /** Wants this much of a payment paid back; the relay tells the provider. */
    public Mono<UUID> want(Payment payment, long amountMinor) {
        Refund wanted =
                new Refund(payment.reader(), Ids.next(), payment.id(), amountMinor, Refund.Status.WANTED, clock.now());
        return lock.transaction(
                payment.reader(),
                rows.insert(wanted)
                        .then(facts.tell(payment.reader(), PaymentFact.REFUND_WANTED, wanted.id(), payment.id()))
                        .then(revocations.revoke(payment.reader()))
                        .thenReturn(wanted.id()));
    }

    /** What is wanted back of this payment and not sent yet, in minor units. */
    public Mono<Long> wantedMinor(Payment payment) {
        Criteria wanted = where("reader")
                .is(payment.reader())
                .and("payment")
                .is(payment.id())
                .and("status")
                .is(Refund.Status.WANTED);
        return rows.select(query(wanted), Refund.class).map(Refund::amountMinor).reduce(0L, Long::sum);
    }

    @Table("refund")
    private record Wanted(
            @Column("payment_id") UUID payment,
            @Column("provider_ref") String ref,
            @Embedded.Empty Price amount) {}

    /** Asks the provider; answers with its name for the payment, to be looked at afterwards. */
    public Mono<String> deliver(PaymentProvider provider, ReaderKey reader, UUID id) {
        return wanted(reader, id)
                .flatMap(wanted -> provider.refund(wanted.ref(), wanted.amount(), id.toString())
                        .then(Mono.defer(() -> become(reader, id, Refund.Status.DONE)))
                        .onErrorResume(ProviderException.class, error -> refused(reader, id, wanted, error))
                        .thenReturn(wanted.ref()));
    }

    private Mono<Void> refused(ReaderKey reader, UUID id, Wanted wanted, ProviderException error) {
        if (error.reason() != ProviderException.Reason.REFUSED) {
            return Mono.error(error);
        }
        LOG.warn("refund {} of payment {} refused by the provider", id, wanted.payment());
        return lock.transaction(
                reader,
                become(reader, id, Refund.Status.REFUSED)
                        .then(facts.tell(reader, PaymentFact.REFUND_REFUSED, id, wanted.payment())));
    }

    private Mono<Wanted> wanted(ReaderKey reader, UUID id) {
        GenericExecuteSpec wanted = rows.getDatabaseClient()
                .sql("""
                    SELECT r.payment_id, p.provider_ref, r.amount_minor AS price_minor, p.currency
                    FROM refund r
                    JOIN payment p ON p.site_id = r.site_id AND p.reader_id = r.reader_id
                        AND p.payment_id = r.payment_id
                    WHERE r.site_id = :site AND r.reader_id = :reader AND r.refund_id = :id
                        AND r.status = 'wanted'
                    """)
                .bindValues(reader.parameters())
                .bind("id", id);
        return rows.getRowsFetchSpec(wanted, Wanted.class, Wanted.class).one();
    }

    private Mono<Void> become(ReaderKey reader, UUID id, Refund.Status status) {
        return Rows.met(rows.update(
                query(where("reader").is(reader).and("id").is(id)), Update.update("status", status), Refund.class));
    }
}
