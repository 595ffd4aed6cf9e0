package io.latchkey.subscription.change;

import io.latchkey.notice.Notice;
import io.latchkey.notice.Notices;
import io.latchkey.plan.Plans;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.ReaderLock;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.DueWork;
import io.latchkey.site.Site;
import io.latchkey.site.Sites;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionFact;
import io.latchkey.subscription.state.Transition;
import io.latchkey.subscription.transition.Subscriptions;
import io.latchkey.subscription.transition.Transitions;
import java.time.Instant;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Embedded.OnEmpty;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells present subscribers of a price that was announced, and has the renewals from then on billed
 * at it. Who was not told 30 days before pays what they paid.
 */
@Component
@Order(3)
class PriceChangeRun implements DueWork {

    private static final int MOST_AT_ONCE = 200;

    private final R2dbcEntityTemplate rows;
    private final Subscriptions subscriptions;
    private final Notices notices;
    private final Plans plans;
    private final Sites sites;
    private final Transitions transitions;
    private final ReaderLock lock;
    private final Clock clock;

    PriceChangeRun(
            R2dbcEntityTemplate rows,
            Subscriptions subscriptions,
            Notices notices,
            Plans plans,
            Sites sites,
            Transitions transitions,
            ReaderLock lock,
            Clock clock) {
        this.rows = rows;
        this.subscriptions = subscriptions;
        this.notices = notices;
        this.plans = plans;
        this.sites = sites;
        this.transitions = transitions;
        this.lock = lock;
        this.clock = clock;
    }

    @Table("subscription")
    private record Untold(
            @Embedded.Empty ReaderKey reader,
            @Column("subscription_id") UUID subscription,
            @Embedded.Empty PriceChange change) {}

    @Table("subscription")
    private record Unscheduled(
            @Embedded.Empty ReaderKey reader,
            @Column("subscription_id") UUID subscription,

            @Embedded(onEmpty = OnEmpty.USE_EMPTY, prefix = "announced_")
            Price price) {}

    /** One round; says how many subscriptions were told of a price or will renew at it. */
    @Override
    @Scheduled(fixedDelay = 60_000)
    public Mono<Long> run() {
        // Spring calls this once and subscribes each time: what is due is asked each time.
        return Flux.concat(
                        Flux.defer(this::untold).concatMap(this::tell),
                        Flux.defer(this::unscheduled).concatMap(this::schedule))
                .filter(done -> done)
                .count();
    }

    /** When the next announcement is to be told, if any is by the given time. */
    @Override
    public Mono<Instant> nextDue(Instant by) {
        return sql("""
            SELECT announced_at FROM price_change
            WHERE announced_at > :told AND announced_at <= :by
            ORDER BY announced_at LIMIT 1
            """)
                .bind("told", clock.now().minus(PriceChange.SECOND_THOUGHTS))
                .bind("by", by.minus(PriceChange.SECOND_THOUGHTS))
                .mapValue(Instant.class)
                .one()
                .map(announced -> announced.plus(PriceChange.SECOND_THOUGHTS));
    }

    /** A cancellation that is undone later is found then. */
    private Flux<Untold> untold() {
        GenericExecuteSpec untold = sql("""
            SELECT reader_id, subscription_id, price_change.price_change_id,
                price_change.site_id, price_change.plan_id, price_change.price_minor,
                price_change.currency, price_change.effective_at,
                price_change.announced_at
            FROM price_change
            JOIN subscription ON subscription.site_id = price_change.site_id
                AND coalesce(next_plan_id, subscription.plan_id) = price_change.plan_id
                AND coalesce(next_currency, subscription.currency)
                    = price_change.currency
            WHERE price_change.announced_at <= :told AND source = 'bought'
                AND status IN ('trialing', 'active', 'past_due', 'paused')
                AND coalesce(next_price_minor, subscription.price_minor)
                    <> price_change.price_minor
                AND announced_change_id IS DISTINCT FROM price_change.price_change_id
            LIMIT :most
            """)
                .bind("told", clock.now().minus(PriceChange.SECOND_THOUGHTS))
                .bind("most", MOST_AT_ONCE);
        return rows.getRowsFetchSpec(untold, Untold.class, Untold.class)
                .all()
                .collectList()
                .flatMapMany(Flux::fromIterable);
    }

    private Mono<Boolean> tell(Untold untold) {
        ReaderKey reader = untold.reader();
        PriceChange change = untold.change();
        Instant from = change.from(clock.now());
        return lock.transactionIfFree(
                reader,
                locked(reader, untold.subscription())
                        .filterWhen(_ -> remember(untold, from))
                        .flatMap(it -> notice(it, change, from))
                        .flatMap(notice -> notices.add(reader, notice).thenReturn(true))
                        .defaultIfEmpty(false));
    }

    private Mono<Notice> notice(Subscription told, PriceChange change, Instant from) {
        return Mono.zip(plans.get(change.site(), change.plan()), sites.get(change.site()))
                .map(both -> notice(told, both.getT1().name(), change.price(), from, both.getT2()));
    }

    private static Notice notice(Subscription told, String plan, Price price, Instant from, Site site) {
        Instant renewal = PriceChange.renewalFrom(from, told.paidUntil(), told.renewalPeriod(), site.timeZone());
        return new Notice.PriceChange(
                told.id(),
                plan,
                told.renewalPrice().amountMinor(),
                price.amountMinor(),
                price.currency(),
                renewal,
                told.nextCharge().amountMinor() < told.renewalPrice().amountMinor());
    }

    /** False when another replica was first. */
    private Mono<Boolean> remember(Untold untold, Instant from) {
        PriceChange change = untold.change();
        return sql("""
            UPDATE subscription SET announced_change_id = :change,
                announced_plan_id = :plan, announced_price_minor = :price,
                announced_currency = :currency, announced_from = :from
            WHERE site_id = :site AND reader_id = :reader AND subscription_id = :id
                AND announced_change_id IS DISTINCT FROM :change
                AND EXISTS (SELECT 1 FROM price_change
                    WHERE site_id = :site AND price_change_id = :change)
            """)
                .bind("change", change.id())
                .bind("plan", change.plan().value())
                .bind("price", change.price().amountMinor())
                .bind("currency", change.price().currency())
                .bind("from", from)
                .bind("site", change.site().value())
                .bind("reader", untold.reader().id())
                .bind("id", untold.subscription())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
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
        return locked(waiting.reader(), waiting.subscription())
                .filter(it -> !it.repriced(waiting.price()).equals(it));
    }

    private static Transition scheduled(Subscription here, Price price) {
        return Transition.to(here.repriced(price), SubscriptionFact.PRICE_SCHEDULED);
    }

    /** As it is now; whoever canceled meanwhile is neither told nor charged more. */
    private Mono<Subscription> locked(ReaderKey reader, UUID id) {
        return subscriptions
                .latestLocked(reader)
                .filter(it -> it.id().equals(id))
                .filter(it -> switch (it.status()) {
                    case TRIALING, ACTIVE, PAST_DUE, PAUSED -> true;
                    case CANCELED, EXPIRED -> false;
                });
    }

    private GenericExecuteSpec sql(String sql) {
        return rows.getDatabaseClient().sql(sql);
    }
}
