package io.latchkey.subscription.change;

import io.latchkey.notice.Notice;
import io.latchkey.notice.Notices;
import io.latchkey.plan.Plans;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.ReaderLock;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.Site;
import io.latchkey.site.Sites;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.transition.Subscriptions;
import java.time.Instant;
import java.util.UUID;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tells present subscribers of a price that was announced. */
@Component
class PriceLetters {

    private static final int MOST_AT_ONCE = 200;

    private final R2dbcEntityTemplate rows;
    private final Subscriptions subscriptions;
    private final Notices notices;
    private final Plans plans;
    private final Sites sites;
    private final ReaderLock lock;
    private final Clock clock;

    PriceLetters(
            R2dbcEntityTemplate rows,
            Subscriptions subscriptions,
            Notices notices,
            Plans plans,
            Sites sites,
            ReaderLock lock,
            Clock clock) {
        this.rows = rows;
        this.subscriptions = subscriptions;
        this.notices = notices;
        this.plans = plans;
        this.sites = sites;
        this.lock = lock;
        this.clock = clock;
    }

    @Table("subscription")
    private record Untold(
            @Embedded.Empty ReaderKey reader,
            @Column("subscription_id") UUID subscription,
            @Embedded.Empty PriceChange change) {}

    /** Tells those who are to be told now, and says of each whether it was. */
    Flux<Boolean> tellDue() {
        return untold().concatMap(this::tell);
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
                subscriptions
                        .latestLocked(reader)
                        .filter(it -> PriceChange.concerns(it, untold.subscription()))
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

    private GenericExecuteSpec sql(String sql) {
        return rows.getDatabaseClient().sql(sql);
    }
}
