package io.latchkey.subscription;

import static io.latchkey.shared.Bindings.orNull;

import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.ReaderKey;
import io.latchkey.reader.Revocations;
import io.latchkey.shared.Page;
import io.latchkey.shared.Row;
import io.latchkey.site.SiteId;
import java.time.Instant;
import java.time.Period;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** All subscriptions; those that are over stay as history, and as the mark of a used trial. */
@Component
public class Subscriptions {

    private static final String COLUMNS = """
        SELECT site_id, reader_id, subscription_id, plan_id, source, unlocks_until, status,
            price_minor, currency, period, next_plan_id, next_price_minor, next_currency,
            next_period, charge_minor, next_charge_minor, anchor,
            periods_paid, period_start, paid_until, trial_end, former_status,
            canceled_at, cancellation_receipt_id, paused_at, resumes_at, retry_at, unpaid_since,
            look_at, billed_until, ended_there, sold_tiers, ended_at, created_at
        FROM subscription
        """;

    private final DatabaseClient database;
    private final Revocations revocations;
    private final Leniency leniency;

    Subscriptions(DatabaseClient database, Revocations revocations, Leniency leniency) {
        this.database = database;
        this.revocations = revocations;
        this.leniency = leniency;
    }

    /** The reader's present subscription, or the last one they had. */
    public Mono<Subscription> latest(ReaderKey reader) {
        return of(reader).next();
    }

    /** All of a reader's, the live one first and then the youngest. */
    Flux<Subscription> of(ReaderKey reader) {
        return database.sql(COLUMNS + """
            WHERE site_id = :site AND reader_id = :reader
            ORDER BY (status <> 'expired') DESC, subscription_id DESC LIMIT 100
            """)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .map(Row.to(Subscriptions::subscription))
                .all()
                .collectList()
                .flatMapMany(Flux::fromIterable);
    }

    /** All that the reader ever had, the youngest first. */
    Mono<Page<Subscription>> page(ReaderKey reader, Page.Request page) {
        return database.sql(COLUMNS + """
            WHERE site_id = :site AND reader_id = :reader
                AND (CAST(:after AS uuid) IS NULL
                    OR subscription_id < CAST(:after AS uuid))
            ORDER BY subscription_id DESC LIMIT :size
            """)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("after", orNull(page.afterId(), UUID.class))
                .bind("size", page.size() + 1)
                .map(Row.to(Subscriptions::subscription))
                .all()
                .collectList()
                .map(rows -> Page.of(rows, page, found -> found.id().toString()));
    }

    /** As {@link #latest}, locked until the transaction ends. */
    Mono<Subscription> latestLocked(ReaderKey reader) {
        return database.sql(COLUMNS + """
            WHERE site_id = :site AND reader_id = :reader
            ORDER BY (status <> 'expired') DESC, subscription_id DESC
            LIMIT 1 FOR UPDATE
            """)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .map(Row.to(Subscriptions::subscription))
                .one();
    }

    /** One subscription, locked until the transaction ends. */
    Mono<Subscription> locked(ReaderKey reader, UUID id) {
        return one(reader, id, "FOR UPDATE");
    }

    /** One subscription as it stands. */
    public Mono<Subscription> get(ReaderKey reader, UUID id) {
        return one(reader, id, "");
    }

    private Mono<Subscription> one(ReaderKey reader, UUID id, String lock) {
        return database.sql(COLUMNS + """
            WHERE site_id = :site AND reader_id = :reader
                AND subscription_id = :id
            """ + lock)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("id", id)
                .map(Row.to(Subscriptions::subscription))
                .one();
    }

    /** Subscriptions with something due, the longest overdue first. */
    public Flux<Subscription> due(Instant now, int most) {
        return database.sql(COLUMNS + """
            WHERE status <> 'expired' AND due_at <= :now
            ORDER BY due_at LIMIT :most
            """)
                .bind("now", now)
                .bind("most", most)
                .map(Row.to(Subscriptions::subscription))
                .all()
                .collectList()
                .flatMapMany(Flux::fromIterable);
    }

    /** When the next of all subscriptions has something due, if any has by the given time. */
    public Mono<Instant> nextDue(Instant by) {
        return database.sql("""
            SELECT due_at FROM subscription
            WHERE status <> 'expired' AND due_at <= :by ORDER BY due_at LIMIT 1
            """)
                .bind("by", by)
                .map(Row.to(row -> row.instant("due_at")))
                .one();
    }

    /** The last one of a free plan that ended before its period did. */
    Mono<Subscription> endedEarly(ReaderKey reader, PlanId plan, Instant now) {
        return database.sql(COLUMNS + """
            WHERE site_id = :site AND reader_id = :reader AND plan_id = :plan
                AND source = 'free' AND status = 'expired'
                AND paid_until > :now
            ORDER BY subscription_id DESC LIMIT 1
            """)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("plan", plan.value())
                .bind("now", now)
                .map(Row.to(Subscriptions::subscription))
                .one();
    }

    /** What was given to the reader and waits for what they bought to be over. */
    Mono<Subscription> waiting(ReaderKey reader) {
        return database.sql(COLUMNS + """
            WHERE site_id = :site AND reader_id = :reader AND waits
            ORDER BY subscription_id DESC LIMIT 1 FOR UPDATE
            """)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .map(Row.to(Subscriptions::subscription))
                .one();
    }

    /** Whether what is left of this one waits. */
    Mono<Void> letWait(Subscription gift, boolean waits) {
        return database.sql("""
            UPDATE subscription SET waits = :waits
            WHERE site_id = :site AND reader_id = :reader AND subscription_id = :id
            """)
                .bind("waits", waits)
                .bind("site", gift.reader().site().value())
                .bind("reader", gift.reader().id())
                .bind("id", gift.id())
                .then();
    }

    /** The one at whose end this one, which was given, went on; empty when it did not. */
    Mono<Subscription> before(Subscription gift) {
        return database.sql(COLUMNS + """
            WHERE site_id = :site AND reader_id = :reader
                AND ended_at = :begun AND source <> 'gift'
            ORDER BY subscription_id DESC LIMIT 1
            """)
                .bind("site", gift.reader().site().value())
                .bind("reader", gift.reader().id())
                .bind("begun", gift.createdAt())
                .map(Row.to(Subscriptions::subscription))
                .one();
    }

    /** Whether this reader had a trial at this site before. */
    Mono<Boolean> hadTrial(ReaderKey reader) {
        return database.sql("""
            SELECT EXISTS (SELECT 1 FROM subscription WHERE site_id = :site
                AND reader_id = :reader AND trial_end IS NOT NULL) AS had
            """)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .map(Row.to(row -> row.flag("had")))
                .one();
    }

    /** Adds a new one; refuses with {@code already-subscribed} when one is live. */
    Mono<Void> add(Subscription subscription, int graceDays) {
        return written("""
            INSERT INTO subscription (site_id, reader_id, subscription_id, plan_id,
                source, unlocks_until, status, price_minor, currency, period, next_plan_id, next_price_minor,
                next_currency, next_period, charge_minor, next_charge_minor, anchor,
                periods_paid,
                period_start, paid_until, trial_end, former_status, canceled_at,
                cancellation_receipt_id, paused_at, resumes_at, retry_at, unpaid_since,
                look_at, billed_until, ended_there, sold_tiers, ended_at, due_at,
                created_at)
            VALUES (:site, :reader, :id, :plan, :source, :unlocks_until, :status, :price, :currency, :period,
                :next_plan, :next_price, :next_currency, :next_period, :charge,
                :next_charge, :anchor, :paid,
                :start, :until, :trial, :former, :canceled, :receipt, :paused,
                :resumes, :retry, :unpaid, :look, :billed, :ended_there,
                :sold, :ended, :due, :created)
            """, subscription, graceDays)
                .bind("source", subscription.source().word())
                .bind("trial", orNull(subscription.trialEnd(), Instant.class))
                .bind("created", subscription.createdAt())
                .then()
                .onErrorMap(DuplicateKeyException.class, _ -> SubscriptionProblem.ALREADY_SUBSCRIBED.problem());
    }

    /**
     * Writes the next state of one that the transaction has locked. Where that opens nothing any
     * more, tokens that say so are refused.
     */
    Mono<Void> save(Subscription subscription, int graceDays) {
        return written("""
            UPDATE subscription SET status = :status, plan_id = :plan,
                price_minor = :price, currency = :currency, period = :period,
                next_plan_id = :next_plan, next_price_minor = :next_price,
                next_currency = :next_currency, next_period = :next_period,
                charge_minor = :charge, next_charge_minor = :next_charge,
                anchor = :anchor, periods_paid = :paid,
                period_start = :start, paid_until = :until, former_status = :former,
                canceled_at = :canceled,
                cancellation_receipt_id = :receipt, paused_at = :paused,
                resumes_at = :resumes, retry_at = :retry, unpaid_since = :unpaid,
                look_at = :look, billed_until = :billed, ended_there = :ended_there, sold_tiers = :sold,
                unlocks_until = :unlocks_until, ended_at = :ended, due_at = :due
            WHERE site_id = :site AND reader_id = :reader AND subscription_id = :id
            """, subscription, graceDays)
                .then()
                .then(
                        leniency.with(graceDays).openUntil(subscription) == null
                                ? revocations.revoke(subscription.reader())
                                : Mono.empty());
    }

    private DatabaseClient.GenericExecuteSpec written(String sql, Subscription s, int graceDays) {
        Deadlines deadlines = leniency.with(graceDays);
        String former = s.former() == null ? null : s.former().word();
        NextPlan next = s.next();
        Charges charges = s.charges();
        return database.sql(sql)
                .bind("site", s.reader().site().value())
                .bind("reader", s.reader().id())
                .bind("id", s.id())
                .bind("status", s.status().word())
                .bind("plan", s.plan().value())
                .bind("price", s.price().amountMinor())
                .bind("currency", s.price().currency())
                .bind("period", s.period().toString())
                .bind("next_plan", orNull(next == null ? null : next.plan().value(), String.class))
                .bind("next_price", orNull(next == null ? null : next.price().amountMinor(), Long.class))
                .bind("next_currency", orNull(next == null ? null : next.price().currency(), String.class))
                .bind("next_period", orNull(next == null ? null : next.period().toString(), String.class))
                .bind("charge", orNull(charges == null ? null : charges.nowMinor(), Long.class))
                .bind("next_charge", orNull(charges == null ? null : charges.nextMinor(), Long.class))
                .bind("anchor", s.anchor())
                .bind("paid", s.periodsPaid())
                .bind("start", s.periodStart())
                .bind("until", s.paidUntil())
                .bind("former", orNull(former, String.class))
                .bind("canceled", orNull(s.canceledAt(), Instant.class))
                .bind("receipt", orNull(s.cancellationReceipt(), UUID.class))
                .bind("paused", orNull(s.pausedAt(), Instant.class))
                .bind("resumes", orNull(s.resumesAt(), Instant.class))
                .bind("retry", orNull(s.retryAt(), Instant.class))
                .bind("unlocks_until", orNull(s.unlocksUntil(), Instant.class))
                .bind("unpaid", orNull(s.unpaidSince(), Instant.class))
                .bind("look", orNull(s.lookAt(), Instant.class))
                .bind("billed", s.billedUntil())
                .bind("ended_there", s.endedThere())
                .bind("sold", s.soldTiers().toArray(String[]::new))
                .bind("ended", orNull(s.endedAt(), Instant.class))
                .bind("due", orNull(deadlines.dueAt(s), Instant.class));
    }

    private static Subscription subscription(Row row) {
        @Nullable String former = row.optionalText("former_status");
        return new Subscription(
                row.id("subscription_id"),
                new ReaderKey(new SiteId(row.text("site_id")), row.id("reader_id")),
                new PlanId(row.text("plan_id")),
                Subscription.Source.parse(row.text("source")),
                row.optionalInstant("unlocks_until"),
                SubscriptionStatus.parse(row.text("status")),
                new Price(row.number("price_minor"), row.text("currency")),
                Period.parse(row.text("period")),
                next(row),
                charges(row),
                row.instant("anchor"),
                row.count("periods_paid"),
                row.instant("period_start"),
                row.instant("paid_until"),
                row.optionalInstant("trial_end"),
                former == null ? null : SubscriptionStatus.parse(former),
                row.optionalInstant("canceled_at"),
                row.optionalId("cancellation_receipt_id"),
                row.optionalInstant("paused_at"),
                row.optionalInstant("resumes_at"),
                row.optionalInstant("retry_at"),
                row.optionalInstant("unpaid_since"),
                row.optionalInstant("look_at"),
                row.instant("billed_until"),
                row.flag("ended_there"),
                row.texts("sold_tiers"),
                row.optionalInstant("ended_at"),
                row.instant("created_at"));
    }

    private static @Nullable Charges charges(Row row) {
        Long now = row.optionalNumber("charge_minor");
        return now == null ? null : new Charges(now, row.number("next_charge_minor"));
    }

    private static @Nullable NextPlan next(Row row) {
        String plan = row.optionalText("next_plan_id");
        return plan == null
                ? null
                : new NextPlan(
                        new PlanId(plan),
                        new Price(row.number("next_price_minor"), row.text("next_currency")),
                        Period.parse(row.text("next_period")));
    }
}
