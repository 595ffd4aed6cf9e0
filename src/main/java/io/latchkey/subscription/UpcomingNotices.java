package io.latchkey.subscription;

import io.latchkey.notice.Notice;
import io.latchkey.notice.Notices;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Plans;
import io.latchkey.plan.Price;
import io.latchkey.reader.ReaderKey;
import io.latchkey.reader.ReaderLock;
import io.latchkey.shared.Clock;
import io.latchkey.shared.Row;
import io.latchkey.site.SiteId;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.UUID;

/**
 * Tells readers ahead of what they will pay: of the end of a trial, and of the renewal of a long
 * period. Each subscription's row remembers the end that it was told of.
 */
@Component
public class UpcomingNotices {

    /** Enough to think about it and to cancel. */
    static final Duration BEFORE_TRIAL_ENDS = Duration.ofDays(3);

    /**
     * Between 15 and 45 days before a yearly renewal (California Business and Professions Code §
     * 17602 paragraph (b)(2)).
     */
    static final Duration BEFORE_RENEWAL = Duration.ofDays(30);

    private static final int MOST_AT_ONCE = 200;
    private static final int LONG_DAYS = 365;

    private final DatabaseClient database;
    private final Notices notices;
    private final Plans plans;
    private final ReaderLock lock;
    private final Clock clock;

    UpcomingNotices(
            DatabaseClient database, Notices notices, Plans plans, ReaderLock lock, Clock clock) {
        this.database = database;
        this.notices = notices;
        this.plans = plans;
        this.lock = lock;
        this.clock = clock;
    }

    private record Ahead(
            ReaderKey reader,
            UUID subscription,
            PlanId plan,
            Price price,
            Period period,
            boolean trial,
            Instant end) {

        /** A notice is for long periods and trials; the others are only remembered as seen. */
        boolean worthTelling() {
            return trial || isLong(period);
        }

        private static boolean isLong(Period period) {
            LocalDate someDay = LocalDate.EPOCH;
            return !someDay.plus(period).isBefore(someDay.plusDays(LONG_DAYS));
        }
    }

    /** One round over what is ahead; says how many subscriptions were looked at. */
    @Scheduled(fixedDelay = 60_000)
    public Mono<Long> run() {
        // Spring calls this once and subscribes each time: what is due is asked each time.
        return Flux.defer(() -> ahead(clock.now())).concatMap(this::tell).count();
    }

    /** When the next reader is to be told, if any is by the given time. */
    public Mono<Instant> nextDue(Instant by) {
        return database.sql(
                        """
                        SELECT paid_until - CASE status WHEN 'trialing'
                            THEN CAST(:trial AS interval) ELSE CAST(:renewal AS interval) END
                            AS due
                        FROM subscription
                        WHERE status IN ('trialing', 'active') AND price_minor > 0
                            AND paid_until > :now AND paid_until <= :latest
                            AND (told_of IS NULL OR told_of < paid_until)
                        ORDER BY due LIMIT 1
                        """)
                .bind("trial", BEFORE_TRIAL_ENDS.toDays() + " days")
                .bind("renewal", BEFORE_RENEWAL.toDays() + " days")
                .bind("now", clock.now())
                .bind("latest", by.plus(BEFORE_RENEWAL))
                .map(Row.to(row -> row.instant("due")))
                .one()
                .filter(due -> !due.isAfter(by));
    }

    private Flux<Ahead> ahead(Instant now) {
        return database.sql(
                        """
                        SELECT site_id, reader_id, subscription_id, status,
                            coalesce(next_plan_id, plan_id) AS plan_id,
                            coalesce(next_price_minor, price_minor) AS price_minor,
                            coalesce(next_currency, currency) AS currency, period, paid_until
                        FROM subscription
                        WHERE status IN ('trialing', 'active') AND price_minor > 0
                            AND paid_until > :now
                            AND paid_until <= CASE status WHEN 'trialing'
                                THEN CAST(:trial AS timestamptz)
                                ELSE CAST(:renewal AS timestamptz) END
                            AND (told_of IS NULL OR told_of < paid_until)
                        ORDER BY paid_until LIMIT :most
                        """)
                .bind("now", now)
                .bind("trial", now.plus(BEFORE_TRIAL_ENDS))
                .bind("renewal", now.plus(BEFORE_RENEWAL))
                .bind("most", MOST_AT_ONCE)
                .map(Row.to(UpcomingNotices::ahead))
                .all()
                .collectList()
                .flatMapMany(Flux::fromIterable);
    }

    private Mono<Boolean> tell(Ahead ahead) {
        return lock.transactionIfFree(
                ahead.reader(),
                remember(ahead)
                        .filter(first -> first)
                        .filter(_ -> ahead.worthTelling())
                        .flatMap(_ -> plans.get(ahead.reader().site(), ahead.plan()))
                        .flatMap(plan ->
                                notices.add(ahead.reader(), notice(ahead, plan.name()))
                                        .thenReturn(true))
                        .defaultIfEmpty(false));
    }

    private static Notice notice(Ahead ahead, String plan) {
        long minor = ahead.price().amountMinor();
        String currency = ahead.price().currency();
        return ahead.trial()
                ? new Notice.TrialEnding(ahead.subscription(), plan, minor, currency, ahead.end())
                : new Notice.RenewalAhead(ahead.subscription(), plan, minor, currency, ahead.end());
    }

    /** False when another replica was first, or the subscription has changed since. */
    private Mono<Boolean> remember(Ahead ahead) {
        return database.sql(
                        """
                        UPDATE subscription SET told_of = :end
                        WHERE site_id = :site AND reader_id = :reader AND subscription_id = :id
                            AND paid_until = :end AND (told_of IS NULL OR told_of < :end)
                            AND status IN ('trialing', 'active')
                        """)
                .bind("end", ahead.end())
                .bind("site", ahead.reader().site().value())
                .bind("reader", ahead.reader().id())
                .bind("id", ahead.subscription())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    private static Ahead ahead(Row row) {
        return new Ahead(
                new ReaderKey(new SiteId(row.text("site_id")), row.id("reader_id")),
                row.id("subscription_id"),
                new PlanId(row.text("plan_id")),
                new Price(row.number("price_minor"), row.text("currency")),
                Period.parse(row.text("period")),
                "trialing".equals(row.text("status")),
                row.instant("paid_until"));
    }
}
