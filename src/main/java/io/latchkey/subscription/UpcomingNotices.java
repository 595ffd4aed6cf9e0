package io.latchkey.subscription;

import io.latchkey.notice.Notice;
import io.latchkey.notice.Notices;
import io.latchkey.plan.Plan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Plans;
import io.latchkey.reader.ReaderKey;
import io.latchkey.reader.ReaderLock;
import io.latchkey.shared.Clock;
import io.latchkey.shared.Row;
import io.latchkey.site.SiteId;
import java.time.Instant;
import java.time.Period;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells readers ahead of what they will pay, by what the provider says that it will take. Each
 * subscription's row remembers the end that it was told of.
 */
@Component
public class UpcomingNotices {

    private static final int MOST_AT_ONCE = 200;

    private final DatabaseClient database;
    private final Notices notices;
    private final Plans plans;
    private final ReaderLock lock;
    private final Clock clock;

    UpcomingNotices(DatabaseClient database, Notices notices, Plans plans, ReaderLock lock, Clock clock) {
        this.database = database;
        this.notices = notices;
        this.plans = plans;
        this.lock = lock;
        this.clock = clock;
    }

    private record Ahead(
            Upcoming what,
            ReaderKey reader,
            UUID subscription,
            PlanId plan,
            Period period,
            Charges charges,
            String currency,
            Instant end) {

        Notice notice(String planName) {
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
    @Scheduled(fixedDelay = 60_000)
    public Mono<Long> run() {
        // Spring calls this once and subscribes each time: what is due is asked each time.
        return Flux.fromArray(Upcoming.values())
                .concatMap(what -> ahead(what, clock.now()))
                .concatMap(this::tell)
                .count();
    }

    /** When the next reader is to be told, if any is by the given time. */
    public Mono<Instant> nextDue(Instant by) {
        return Flux.fromArray(Upcoming.values())
                .concatMap(what -> nextDue(what, by))
                .reduce((one, other) -> one.isBefore(other) ? one : other);
    }

    private Mono<Instant> nextDue(Upcoming what, Instant by) {
        return database.sql("SELECT paid_until " + untold(what))
                .bind("now", clock.now())
                .bind("latest", by.plus(what.ahead()))
                .bind("most", 1)
                .map(Row.to(row -> row.instant("paid_until").minus(what.ahead())))
                .one();
    }

    private Flux<Ahead> ahead(Upcoming what, Instant now) {
        return database.sql("""
            SELECT site_id, reader_id, subscription_id,
                coalesce(next_plan_id, plan_id) AS plan_id,
                coalesce(next_period, period) AS period,
                charge_minor, next_charge_minor,
                coalesce(next_currency, currency) AS currency, paid_until
            """ + untold(what))
                .bind("now", now)
                .bind("latest", now.plus(what.ahead()))
                .bind("most", MOST_AT_ONCE)
                .map(Row.to(row -> ahead(what, row)))
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

    private Mono<Boolean> tell(Ahead ahead) {
        return lock.transactionIfFree(
                ahead.reader(),
                remember(ahead)
                        .filter(first -> first)
                        .filter(_ -> ahead.what().worthTelling(ahead.period()))
                        .flatMap(_ -> plans.get(ahead.reader().site(), ahead.plan()))
                        .map(Plan::name)
                        .flatMap(plan ->
                                notices.add(ahead.reader(), ahead.notice(plan)).thenReturn(true))
                        .defaultIfEmpty(false));
    }

    /** False when another replica was first, or the subscription has changed since. */
    private Mono<Boolean> remember(Ahead ahead) {
        return database.sql("""
            UPDATE subscription SET %s = :end
            WHERE site_id = :site AND reader_id = :reader AND subscription_id = :id
                AND paid_until = :end AND (%1$s IS NULL OR %1$s < :end)
                AND next_charge_minor = :next AND %s
            """.formatted(toldOf(ahead.what()), whose(ahead.what())))
                .bind("end", ahead.end())
                .bind("next", ahead.charges().nextMinor())
                .bindValues(ahead.reader().parameters())
                .bind("id", ahead.subscription())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    private static Ahead ahead(Upcoming what, Row row) {
        return new Ahead(
                what,
                new ReaderKey(new SiteId(row.text("site_id")), row.id("reader_id")),
                row.id("subscription_id"),
                new PlanId(row.text("plan_id")),
                Period.parse(row.text("period")),
                new Charges(row.number("charge_minor"), row.number("next_charge_minor")),
                row.text("currency"),
                row.instant("paid_until"));
    }
}
