package io.latchkey.payment.money;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What providers call the readers who paid: they are asked to pay as the same one again. */
@Component
public class Customers {

    private static final Sort NEWEST_FIRST = Sort.by(Sort.Direction.DESC, "seenAt", "customer");

    private final R2dbcEntityTemplate rows;
    private final PaymentFacts facts;
    private final Clock clock;

    Customers(R2dbcEntityTemplate rows, PaymentFacts facts, Clock clock) {
        this.rows = rows;
        this.facts = facts;
        this.clock = clock;
    }

    @Table("customer")
    private record Customer(@Embedded.Empty ReaderKey reader, String provider, String customer, Instant seenAt) {}

    /** A name as its reader takes it along. */
    record Known(String provider, String customer, Instant seenAt) {}

    Flux<Known> of(ReaderKey reader) {
        return rows.select(query(where("reader").is(reader)).sort(NEWEST_FIRST), Customer.class)
                .map(it -> new Known(it.provider(), it.customer(), it.seenAt()));
    }

    /** The last one; empty when the provider knows this reader by no name. */
    public Mono<String> of(ReaderKey reader, String provider) {
        Criteria theirs = where("reader").is(reader).and("provider").is(provider);
        return rows.select(query(theirs).sort(NEWEST_FIRST).limit(1), Customer.class)
                .next()
                .map(Customer::customer);
    }

    /**
     * Notes how the provider calls a reader.
     *
     * @param customer null when it keeps no name
     */
    Mono<Void> see(ReaderKey reader, String provider, @Nullable String customer) {
        return customer == null
                ? Mono.empty()
                : rows.getDatabaseClient()
                        .sql("""
                            INSERT INTO customer (site_id, reader_id, provider, customer, seen_at)
                            VALUES (:site, :reader, :provider, :customer, :now)
                            ON CONFLICT DO NOTHING
                            """)
                        .bindValues(reader.parameters())
                        .bind("provider", provider)
                        .bind("customer", customer)
                        .bind("now", clock.now())
                        .then();
    }

    /** Drops the names, and has each provider asked to forget whom they are. */
    Mono<Void> forget(ReaderKey reader) {
        Criteria theirs = where("reader").is(reader);
        return rows.select(query(theirs), Customer.class)
                .collectList()
                .flatMapIterable(found -> found)
                .concatMap(it -> facts.forgotten(reader, it.provider(), it.customer()))
                .then(rows.delete(query(theirs), Customer.class))
                .then();
    }
}
