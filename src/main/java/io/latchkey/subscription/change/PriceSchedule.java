package io.latchkey.subscription.change;

import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.ReaderLock;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionFact;
import io.latchkey.subscription.state.Transition;
import io.latchkey.subscription.transition.Subscriptions;
import io.latchkey.subscription.transition.Transitions;
import java.util.UUID;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Embedded.OnEmpty;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Has the renewals from the announced day on billed at the price that their subscribers were told of. */
@Component
class PriceSchedule {

    private static final int MOST_AT_ONCE = 200;

    private final R2dbcEntityTemplate rows;
    private final Subscriptions subscriptions;
    private final Transitions transitions;
    private final ReaderLock lock;

    PriceSchedule(R2dbcEntityTemplate rows, Subscriptions subscriptions, Transitions transitions, ReaderLock lock) {
        this.rows = rows;
        this.subscriptions = subscriptions;
        this.transitions = transitions;
        this.lock = lock;
    }

    @Table("subscription")
    private record Unscheduled(
            @Embedded.Empty ReaderKey reader,
            @Column("subscription_id") UUID subscription,

            @Embedded(onEmpty = OnEmpty.USE_EMPTY, prefix = "announced_")
            Price price) {}

    /** Schedules what is due now, and says of each whether it was. */
    Flux<Boolean> scheduleDue() {
        return unscheduled().concatMap(this::schedule);
    }

    /** Told, and the next renewal is the first that it holds for. */
    private Flux<Unscheduled> unscheduled() {
        GenericExecuteSpec unscheduled = sql("""
            SELECT site_id, reader_id, subscription_id, announced_price_minor,
                announced_currency
            FROM subscription
            WHERE announced_from <= paid_until AND announced_from > period_start
                AND status IN ('trialing', 'active')
                AND coalesce(next_plan_id, plan_id) = announced_plan_id
                AND plan_id = announced_plan_id
                AND coalesce(next_price_minor, price_minor) <> announced_price_minor
            LIMIT :most
            """).bind("most", MOST_AT_ONCE);
        return rows.getRowsFetchSpec(unscheduled, Unscheduled.class, Unscheduled.class)
                .all()
                .collectList()
                .flatMapMany(Flux::fromIterable);
    }

    private Mono<Boolean> schedule(Unscheduled waiting) {
        return lock.transactionIfFree(
                waiting.reader(),
                transitions
                        .step(waiting.reader(), unscheduled(waiting), (it, _) -> scheduled(it, waiting.price()))
                        .hasElement());
    }

    private Mono<Subscription> unscheduled(Unscheduled waiting) {
        return subscriptions
                .latestLocked(waiting.reader())
                .filter(it -> PriceChange.concerns(it, waiting.subscription()))
                .filter(it -> !it.repriced(waiting.price()).equals(it));
    }

    private static Transition scheduled(Subscription here, Price price) {
        return Transition.to(here.repriced(price), SubscriptionFact.PRICE_SCHEDULED);
    }

    private GenericExecuteSpec sql(String sql) {
        return rows.getDatabaseClient().sql(sql);
    }
}
