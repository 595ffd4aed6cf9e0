package io.latchkey.subscription.renewal;

import io.latchkey.notice.Notice;
import io.latchkey.notice.Notices;
import io.latchkey.plan.Plan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Plans;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.ReaderLock;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.DueWork;
import io.latchkey.subscription.billing.Charges;
import java.time.Instant;
import java.time.Period;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells readers ahead of what they will pay, by what the provider says that it will take. Each
 * subscription's row remembers the end that it was told of.
 */
@Component
@Order(2)
class UpcomingNotices implements DueWork {

    private static final int MOST_AT_ONCE = 200;

    private final R2dbcEntityTemplate rows;
    private final Notices notices;
    private final Plans plans;
    private final ReaderLock lock;
    private final Clock clock;

    UpcomingNotices(R2dbcEntityTemplate rows, Notices notices, Plans plans, ReaderLock lock, Clock clock) {
        this.rows = rows;
        this.notices = notices;
        this.plans = plans;
        this.lock = lock;
        this.clock = clock;
    }

    @Table("subscription")
    private record Ahead(
            @Embedded.Empty ReaderKey reader,
            @Column("subscription_id") UUID subscription,
            @Column("plan_id") PlanId plan,
            Period period,
            @Embedded.Empty Charges charges,
            String currency,
            @Column("paid_until") Instant end) {

        Notice notice(Upcoming what, String planName) {
            long minor = charges.nextMinor();
            return switch (what) {
                case TRIAL_END -> new Notice.TrialEnding(subscription, planName, minor, currency, end);
                case RENEWAL -> new Notice.RenewalAhead(subscription, planName, minor, currency, end);
                case CHARGE ->
                    new Notice.ChargeChanging(subscription, planName, charges.nowMinor(), minor, currency, end);
            };
        }
    }

    /** One round over what is ahead; says how many subscriptions were looked at. */
    @Override
    @Scheduled(fixedDelay = 60_000)
    public Mono<Long> run() {
        // Spring calls this once and subscribes each time: what is due is asked each time.
        return Flux.fromArray(Upcoming.values())
                .concatMap(what -> ahead(what, clock.now()).concatMap(ahead -> tell(what, ahead)))
                .count();
    }

    /** When the next reader is to be told, if any is by the given time. */
    @Override
    public Mono<Instant> nextDue(Instant by) {
        return Flux.fromArray(Upcoming.values())
                .concatMap(what -> nextDue(what, by))
                .reduce((one, other) -> one.isBefore(other) ? one : other);
    }

    private Mono<Instant> nextDue(Upcoming what, Instant by) {
        return sql("SELECT paid_until " + untold(what))
                .bind("now", clock.now())
                .bind("latest", by.plus(what.ahead()))
                .bind("most", 1)
                .mapValue(Instant.class)
                .one()
                .map(end -> end.minus(what.ahead()));
    }

    private Flux<Ahead> ahead(Upcoming what, Instant now) {
        GenericExecuteSpec ahead = sql("""
            SELECT site_id, reader_id, subscription_id,
                coalesce(next_plan_id, plan_id) AS plan_id,
                coalesce(next_period, period) AS period,
                charge_minor, next_charge_minor,
                coalesce(next_currency, currency) AS currency, paid_until
            """ + untold(what))
                .bind("now", now)
                .bind("latest", now.plus(what.ahead()))
                .bind("most", MOST_AT_ONCE);
        return rows.getRowsFetchSpec(ahead, Ahead.class, Ahead.class)
                .all()
                .collectList()
                .flatMapMany(Flux::fromIterable);
    }

    /** Nothing is told before the provider has said what it will take. */
    private static String untold(Upcoming what) {
        return """
            FROM subscription
            WHERE %s AND next_charge_minor IS NOT NULL AND NOT ended_there
                AND price_minor > 0 AND paid_until > :now AND paid_until <= :latest
                AND (%s IS NULL OR %2$s < paid_until)
            ORDER BY paid_until LIMIT :most
            """.formatted(whose(what), toldOf(what));
    }

    private static String whose(Upcoming what) {
        return switch (what) {
            case TRIAL_END -> "status = 'trialing'";
            case RENEWAL -> "status = 'active'";
            case CHARGE -> """
                status = 'active' AND next_charge_minor <> charge_minor
                    AND coalesce(next_plan_id, plan_id) = plan_id
                """;
        };
    }

    /** The column that holds which end the reader was told of. */
    private static String toldOf(Upcoming what) {
        return switch (what) {
            case TRIAL_END, RENEWAL -> "told_of";
            case CHARGE -> "charge_told_of";
        };
    }

    private Mono<Boolean> tell(Upcoming what, Ahead ahead) {
        return lock.transactionIfFree(
                ahead.reader(),
                remember(what, ahead)
                        .filter(first -> first)
                        .filter(_ -> what.worthTelling(ahead.period()))
                        .flatMap(_ -> plans.get(ahead.reader().site(), ahead.plan()))
                        .map(Plan::name)
                        .flatMap(plan -> notices.add(ahead.reader(), ahead.notice(what, plan))
                                .thenReturn(true))
                        .defaultIfEmpty(false));
    }

    /** False when another replica was first, or the subscription has changed since. */
    private Mono<Boolean> remember(Upcoming what, Ahead ahead) {
        return sql("""
            UPDATE subscription SET %s = :end
            WHERE site_id = :site AND reader_id = :reader AND subscription_id = :id
                AND paid_until = :end AND (%1$s IS NULL OR %1$s < :end)
                AND next_charge_minor = :next AND %s
            """.formatted(toldOf(what), whose(what)))
                .bind("end", ahead.end())
                .bind("next", ahead.charges().nextMinor())
                .bindValues(ahead.reader().parameters())
                .bind("id", ahead.subscription())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    private GenericExecuteSpec sql(String sql) {
        return rows.getDatabaseClient().sql(sql);
    }
}
