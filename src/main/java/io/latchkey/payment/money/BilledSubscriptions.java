package io.latchkey.payment.money;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.latchkey.payment.provider.BilledSubscription;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Which subscription of the provider is which of ours; kept as long as ours is. */
@Component
public class BilledSubscriptions {

    private static final Sort NEWEST_FIRST = Sort.by(Direction.DESC, "createdAt");

    private final R2dbcEntityTemplate rows;
    private final Customers customers;
    private final Clock clock;

    BilledSubscriptions(R2dbcEntityTemplate rows, Customers customers, Clock clock) {
        this.rows = rows;
        this.customers = customers;
        this.clock = clock;
    }

    /**
     * A tie.
     *
     * @param ref the provider's name for the subscription
     * @param subscription ours; null when nobody wants it
     * @param checkout on which it was bought
     * @param customer the provider's name for the reader
     */
    @Table("billed_subscription")
    public record Tie(
            @Embedded.Empty ReaderKey reader,
            String provider,
            @Column("provider_ref") String ref,
            @Column("subscription_id") @Nullable UUID subscription,
            @Column("checkout_id") UUID checkout,
            String customer,
            Instant createdAt) {}

    public Mono<Tie> add(String provider, BilledSubscription there, @Nullable UUID subscription) {
        Tie tie = new Tie(
                there.reader(), provider, there.ref(), subscription, there.checkout(), there.customer(), clock.now());
        return customers.see(there.reader(), provider, there.customer()).then(rows.insert(tie));
    }

    public Mono<Tie> find(ReaderKey reader, String provider, String ref) {
        return rows.selectOne(query(of(reader, provider).and("ref").is(ref)), Tie.class);
    }

    public Mono<Tie> of(ReaderKey reader, UUID subscription) {
        return rows.selectOne(
                query(where("reader").is(reader).and("subscription").is(subscription)), Tie.class);
    }

    /** What the provider calls this reader, if it knows them. */
    public Mono<String> customer(ReaderKey reader, String provider) {
        return rows.select(query(of(reader, provider)).sort(NEWEST_FIRST).limit(1), Tie.class)
                .next()
                .map(Tie::customer);
    }

    private static Criteria of(ReaderKey reader, String provider) {
        return where("reader").is(reader).and("provider").is(provider);
    }
}
