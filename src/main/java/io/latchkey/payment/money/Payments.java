package io.latchkey.payment.money;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.latchkey.payment.provider.BilledPayment;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.database.Rows;
import io.latchkey.shared.web.Page;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.data.relational.core.query.Update;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What was paid, each of the provider's payments once. Kept for the books. */
@Component
public class Payments {

    private static final Sort FIRST_TO_LAST = Sort.by("id");

    private final R2dbcEntityTemplate rows;
    private final Customers customers;

    Payments(R2dbcEntityTemplate rows, Customers customers) {
        this.rows = rows;
        this.customers = customers;
    }

    /**
     * Adds a payment.
     *
     * @param subscription ours that it pays; null for a pack, and when nobody wants it
     */
    public Mono<Payment> add(String provider, BilledPayment there, @Nullable UUID subscription, Instant paidAt) {
        Payment arrived = new Payment(
                there.reader(),
                Ids.next(),
                provider,
                there.ref(),
                there.checkout(),
                subscription,
                there.plan(),
                there.price(),
                0,
                0,
                paidAt);
        return customers.see(there.reader(), provider, there.customer()).then(rows.insert(arrived));
    }

    /** The payment with the provider's name, locked while a transaction is under way. */
    public Mono<Payment> find(ReaderKey reader, String provider, String ref) {
        return Rows.locked(rows, of(reader, provider).and("ref").is(ref), Payment.class);
    }

    /** Those of these names of the provider's that nothing was recorded under, in their order. */
    public Flux<String> unknown(ReaderKey reader, String provider, List<String> refs) {
        if (refs.isEmpty()) {
            return Flux.empty();
        }
        return rows.select(query(of(reader, provider).and("ref").in(refs)), Payment.class)
                .map(Payment::ref)
                .collectList()
                .flatMapIterable(
                        known -> refs.stream().filter(it -> !known.contains(it)).toList());
    }

    /** The payment, locked until the transaction ends; refuses with {@code unknown-payment}. */
    public Mono<Payment> locked(ReaderKey reader, UUID id) {
        return Rows.locked(rows, keyed(reader, id), Payment.class)
                .switchIfEmpty(Mono.error(MoneyProblem.UNKNOWN_PAYMENT::problem));
    }

    /** Notes what was paid back of it in all: less than before when a bank sent some of it back. */
    public Mono<Void> refunded(Payment payment, long refundedMinor) {
        return Rows.met(rows.update(
                query(keyed(payment.reader(), payment.id())),
                Update.update("refundedMinor", refundedMinor),
                Payment.class));
    }

    /** Notes what of it the reader's bank keeps from the site. */
    public Mono<Void> withheld(Payment payment, long withheldMinor) {
        return Rows.met(rows.update(
                query(keyed(payment.reader(), payment.id())),
                Update.update("withheldMinor", withheldMinor),
                Payment.class));
    }

    Mono<Page<Payment>> page(ReaderKey reader, Page.Request page) {
        return Rows.page(rows, where("reader").is(reader), page, Payment.class, Payment::id);
    }

    public Flux<Payment> of(ReaderKey reader) {
        return rows.select(query(where("reader").is(reader)).sort(FIRST_TO_LAST), Payment.class);
    }

    private static Criteria of(ReaderKey reader, String provider) {
        return where("reader").is(reader).and("provider").is(provider);
    }

    private static Criteria keyed(ReaderKey reader, UUID id) {
        return where("reader").is(reader).and("id").is(id);
    }
}
