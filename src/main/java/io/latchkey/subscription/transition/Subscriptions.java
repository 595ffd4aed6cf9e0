package io.latchkey.subscription.transition;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.latchkey.plan.PlanId;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.revocation.Revocations;
import io.latchkey.shared.database.Bindings;
import io.latchkey.shared.database.Rows;
import io.latchkey.shared.web.Page;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionProblem;
import io.latchkey.subscription.state.SubscriptionStatus;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.data.relational.core.query.Update;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.r2dbc.core.RowsFetchSpec;
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

    private static final Sort YOUNGEST_FIRST = Sort.by(Direction.DESC, "id");

    private final R2dbcEntityTemplate rows;
    private final Revocations revocations;
    private final Leniency leniency;

    Subscriptions(R2dbcEntityTemplate rows, Revocations revocations, Leniency leniency) {
        this.rows = rows;
        this.revocations = revocations;
        this.leniency = leniency;
    }

    /** The reader's present subscription, or the last one they had. */
    public Mono<Subscription> latest(ReaderKey reader) {
        return of(reader).next();
    }

    /** All of a reader's, the live one first and then the youngest. */
    Flux<Subscription> of(ReaderKey reader) {
        return read(sql(COLUMNS + """
            WHERE site_id = :site AND reader_id = :reader
            ORDER BY (status <> 'expired') DESC, subscription_id DESC LIMIT 100
            """).bindValues(reader.parameters()))
                .all()
                .collectList()
                .flatMapMany(Flux::fromIterable);
    }

    /** All that the reader ever had, the youngest first. */
    public Mono<Page<Subscription>> page(ReaderKey reader, Page.Request page) {
        return Rows.page(rows, where("reader").is(reader), page, Subscription.class, Subscription::id);
    }

    /** As {@link #latest}, locked until the transaction ends. */
    public Mono<Subscription> latestLocked(ReaderKey reader) {
        return read(sql(COLUMNS + """
            WHERE site_id = :site AND reader_id = :reader
            ORDER BY (status <> 'expired') DESC, subscription_id DESC
            LIMIT 1 FOR UPDATE
            """).bindValues(reader.parameters())).one();
    }

    /** One subscription, locked until the transaction ends. */
    public Mono<Subscription> locked(ReaderKey reader, UUID id) {
        return Rows.locked(rows, keyed(reader, id), Subscription.class);
    }

    /** One subscription as it stands. */
    public Mono<Subscription> get(ReaderKey reader, UUID id) {
        return rows.selectOne(query(keyed(reader, id)), Subscription.class);
    }

    /** Subscriptions with something due, the longest overdue first. */
    public Flux<Subscription> due(Instant now, int most) {
        return read(sql(COLUMNS + """
            WHERE status <> 'expired' AND due_at <= :now
            ORDER BY due_at LIMIT :most
            """).bind("now", now).bind("most", most))
                .all()
                .collectList()
                .flatMapMany(Flux::fromIterable);
    }

    /**
     * Whose live subscription was bought, page by page in the order of their keys.
     *
     * @param after the last one of the page before; null for the first page
     */
    public Flux<ReaderKey> liveBought(@Nullable ReaderKey after, int most) {
        GenericExecuteSpec live = sql("""
            SELECT site_id, reader_id FROM subscription
            WHERE status <> 'expired' AND source = 'bought'
                AND (reader_id, site_id) > (CAST(:reader AS uuid), :site)
            ORDER BY reader_id, site_id LIMIT :most
            """)
                .bind("site", after == null ? "" : after.site().value())
                .bind("reader", after == null ? new UUID(0, 0) : after.id())
                .bind("most", most);
        return rows.getRowsFetchSpec(live, ReaderKey.class, ReaderKey.class)
                .all()
                .collectList()
                .flatMapMany(Flux::fromIterable);
    }

    /** When the next of all subscriptions has something due, if any has by the given time. */
    public Mono<Instant> nextDue(Instant by) {
        return sql("""
            SELECT due_at FROM subscription
            WHERE status <> 'expired' AND due_at <= :by ORDER BY due_at LIMIT 1
            """).bind("by", by).mapValue(Instant.class).one();
    }

    /** The last one of a free plan that ended before its period did. */
    public Mono<Subscription> endedEarly(ReaderKey reader, PlanId plan, Instant now) {
        return last(where("reader")
                .is(reader)
                .and("plan_id")
                .is(plan)
                .and("source")
                .is(Subscription.Source.FREE)
                .and("status")
                .is(SubscriptionStatus.EXPIRED)
                .and("paid_until")
                .greaterThan(now));
    }

    /** What was given to the reader and waits for what they bought to be over. */
    Mono<Subscription> waiting(ReaderKey reader) {
        return read(sql(COLUMNS + """
            WHERE site_id = :site AND reader_id = :reader AND waits
            ORDER BY subscription_id DESC LIMIT 1 FOR UPDATE
            """).bindValues(reader.parameters())).one();
    }

    /** Whether what is left of this one waits. */
    Mono<Void> letWait(Subscription gift, boolean waits) {
        return Rows.met(
                rows.update(query(keyed(gift.reader(), gift.id())), Update.update("waits", waits), Subscription.class));
    }

    /** The one at whose end this one, which was given, went on; empty when it did not. */
    Mono<Subscription> before(Subscription gift) {
        return last(where("reader")
                .is(gift.reader())
                .and("endedAt")
                .is(gift.createdAt())
                .and("source")
                .not(Subscription.Source.GIFT));
    }

    /** Whether this reader had a trial at this site before. */
    Mono<Boolean> hadTrial(ReaderKey reader) {
        return rows.exists(query(where("reader").is(reader).and("trialEnd").isNotNull()), Subscription.class);
    }

    /** Adds a new one; refuses with {@code already-subscribed} when one is live. */
    Mono<Void> add(Subscription subscription, int graceDays) {
        return written("""
            INSERT INTO subscription (site_id, reader_id, subscription_id, plan_id, source,
                unlocks_until, status, price_minor, currency, period, next_plan_id,
                next_price_minor, next_currency, next_period, charge_minor,
                next_charge_minor, anchor, periods_paid, period_start, paid_until,
                trial_end, former_status, canceled_at, cancellation_receipt_id, paused_at,
                resumes_at, retry_at, unpaid_since, look_at, billed_until, ended_there,
                sold_tiers, ended_at, due_at, created_at)
            VALUES (:site_id, :reader_id, :subscription_id, :plan_id, :source,
                :unlocks_until, :status, :price_minor, :currency, :period, :next_plan_id,
                :next_price_minor, :next_currency, :next_period, :charge_minor,
                :next_charge_minor, :anchor, :periods_paid, :period_start, :paid_until,
                :trial_end, :former_status, :canceled_at, :cancellation_receipt_id, :paused_at,
                :resumes_at, :retry_at, :unpaid_since, :look_at, :billed_until, :ended_there,
                :sold_tiers, :ended_at, :due_at, :created_at)
            """, subscription, graceDays)
                .then()
                .onErrorMap(DuplicateKeyException.class, _ -> SubscriptionProblem.ALREADY_SUBSCRIBED.problem());
    }

    /**
     * Writes the next state of one that the transaction has locked. Where that opens nothing any
     * more, tokens that say so are refused.
     */
    Mono<Void> save(Subscription subscription, int graceDays) {
        return Rows.met(written("""
            UPDATE subscription SET plan_id = :plan_id, source = :source,
                unlocks_until = :unlocks_until, status = :status, price_minor = :price_minor,
                currency = :currency, period = :period, next_plan_id = :next_plan_id,
                next_price_minor = :next_price_minor, next_currency = :next_currency,
                next_period = :next_period, charge_minor = :charge_minor,
                next_charge_minor = :next_charge_minor, anchor = :anchor,
                periods_paid = :periods_paid, period_start = :period_start,
                paid_until = :paid_until, trial_end = :trial_end,
                former_status = :former_status, canceled_at = :canceled_at,
                cancellation_receipt_id = :cancellation_receipt_id, paused_at = :paused_at,
                resumes_at = :resumes_at, retry_at = :retry_at, unpaid_since = :unpaid_since,
                look_at = :look_at, billed_until = :billed_until, ended_there = :ended_there,
                sold_tiers = :sold_tiers, ended_at = :ended_at, due_at = :due_at,
                created_at = :created_at
            WHERE site_id = :site_id AND reader_id = :reader_id
                AND subscription_id = :subscription_id
            """, subscription, graceDays).fetch().rowsUpdated())
                .then(
                        leniency.with(graceDays).openUntil(subscription) == null
                                ? revocations.revoke(subscription.reader())
                                : Mono.empty());
    }

    private GenericExecuteSpec written(String sql, Subscription subscription, int graceDays) {
        Instant dueAt = leniency.with(graceDays).dueAt(subscription);
        return sql(sql).bindValues(Rows.parameters(rows, subscription))
                .bind("due_at", Bindings.orNull(dueAt, Instant.class));
    }

    private Mono<Subscription> last(Criteria which) {
        return rows.select(query(which).sort(YOUNGEST_FIRST).limit(1), Subscription.class)
                .next();
    }

    private GenericExecuteSpec sql(String sql) {
        return rows.getDatabaseClient().sql(sql);
    }

    private RowsFetchSpec<Subscription> read(GenericExecuteSpec sql) {
        return rows.getRowsFetchSpec(sql, Subscription.class, Subscription.class);
    }

    private static Criteria keyed(ReaderKey reader, UUID id) {
        return where("reader").is(reader).and("id").is(id);
    }
}
