package io.latchkey.payment.sync;

import io.latchkey.payment.provider.IncomingEvent;
import io.latchkey.payment.provider.IncomingEvent.NotOurs;
import io.latchkey.payment.provider.IncomingEvent.PaymentChanged;
import io.latchkey.payment.provider.IncomingEvent.SubscriptionChanged;
import io.latchkey.payment.provider.ProviderEvents;
import io.latchkey.shared.database.Leases;
import io.latchkey.shared.database.Sweeps;
import io.latchkey.shared.time.BackOff;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Perishable;
import io.latchkey.shared.time.Round;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The provider's events, each kept once and applied until that succeeded. Replicas share the work:
 * taking an event puts its next turn off by a lease, so that a killed replica's is taken again.
 */
@Component
class Inbox implements ProviderEvents, Perishable {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    /** Longer than any provider repeats itself. */
    private static final Duration KEPT = Duration.ofDays(90);

    /** Longer than a look at the provider and its transaction may take. */
    private static final Duration LEASE = Duration.ofMinutes(1);

    /** What PostgreSQL takes into no text. */
    private static final char NUL = '\0';

    private static final int MOST_AT_ONCE = 100;
    private static final int SIDE_BY_SIDE = 8;
    private static final BackOff BACK_OFF = new BackOff(Duration.ofSeconds(2), Duration.ofMinutes(17));

    private final R2dbcEntityTemplate rows;
    private final Synchronisation synchronisation;
    private final Clock clock;

    Inbox(R2dbcEntityTemplate rows, Synchronisation synchronisation, Clock clock) {
        this.rows = rows;
        this.synchronisation = synchronisation;
        this.clock = clock;
    }

    @Override
    public Mono<Void> store(String provider, IncomingEvent event) {
        return keep(provider, event).then();
    }

    /** As {@link #store}; says whether it is new. */
    Mono<Boolean> keep(String provider, IncomingEvent event) {
        return switch (event) {
            case SubscriptionChanged changed -> insert(provider, changed.id(), "subscription", changed.ref());
            case PaymentChanged changed -> insert(provider, changed.id(), "payment", changed.ref());
            case NotOurs other ->
                Mono.fromSupplier(() -> {
                    LOG.info("{} event {} ignored: {}", provider, other.id(), other.why());
                    return false;
                });
        };
    }

    private Mono<Boolean> insert(String provider, String id, String kind, String subject) {
        if (id.indexOf(NUL) >= 0 || subject.indexOf(NUL) >= 0) {
            // Refused, it would come again for ever; there is nothing of that name to look at.
            LOG.warn("{} event about a {} set aside: a NUL in a name", provider, kind);
            return Mono.just(false);
        }
        return sql("""
            INSERT INTO provider_event (provider, event_id, kind, subject, received_at,
                due_at)
            VALUES (:provider, :id, :kind, :subject, :now, :now)
            ON CONFLICT (provider, event_id) DO NOTHING
            """)
                .bind("provider", provider)
                .bind("id", id)
                .bind("kind", kind)
                .bind("subject", subject)
                .bind("now", clock.tokenTime())
                .fetch()
                .rowsUpdated()
                .map(stored -> stored > 0);
    }

    @Override
    @Scheduled(fixedDelay = 500)
    public Mono<Round> applyDue() {
        // Spring calls this once and subscribes each time: what is due is asked each time.
        return Mono.defer(() -> {
                    Instant begin = clock.tokenTime();
                    return applyAll().flatMap(applied -> held(begin).map(held -> new Round(applied, held)));
                })
                .doOnNext(round -> round.tell(LOG));
    }

    private Mono<Long> applyAll() {
        return Flux.defer(this::take)
                .flatMap(taken -> apply(taken).hasElement(), SIDE_BY_SIDE)
                .collectList()
                .flatMap(tried -> {
                    long applied = tried.stream().filter(it -> it).count();
                    return tried.isEmpty() ? Mono.just(applied) : applyAll().map(more -> more + applied);
                });
    }

    /** How many others hold: leased, or due since then and not to be had. */
    private Mono<Long> held(Instant since) {
        return sql("""
            SELECT count(*) AS held FROM (
                SELECT 1 FROM provider_event
                WHERE applied_at IS NULL AND (leased OR due_at <= :since)
                LIMIT 1000) AS bounded
            """).bind("since", since).mapValue(Long.class).one();
    }

    @Table("provider_event")
    private record LeasedEvent(
            String provider, @Column("event_id") String id, String kind, String subject, int attempts) {}

    private Flux<LeasedEvent> take() {
        Instant now = clock.tokenTime();
        GenericExecuteSpec due = sql("""
            SELECT provider, event_id, due_at FROM provider_event
            WHERE applied_at IS NULL AND due_at <= :now
            ORDER BY due_at LIMIT :most
            """).bind("now", now).bind("most", MOST_AT_ONCE + Leases.SPARE);
        return Leases.take(
                        rows.getRowsFetchSpec(due, Due.class, Due.class).all().collectList(),
                        event -> take(event, now.plus(LEASE)),
                        MOST_AT_ONCE)
                .flatMapMany(Flux::fromIterable);
    }

    @Table("provider_event")
    private record Due(
            String provider,
            @Column("event_id") String id,
            @Column("due_at") Instant seen) {}

    /** Waits for nobody who has it locked. */
    private Mono<LeasedEvent> take(Due event, Instant until) {
        GenericExecuteSpec taken = sql("""
            WITH free AS MATERIALIZED (
                SELECT provider, event_id FROM provider_event
                WHERE provider = :provider AND event_id = :id AND applied_at IS NULL
                    AND due_at = :seen
                FOR UPDATE SKIP LOCKED)
            UPDATE provider_event e SET attempts = e.attempts + 1, due_at = :until, leased = true
            FROM free
            WHERE e.provider = free.provider AND e.event_id = free.event_id
            RETURNING e.provider, e.event_id, e.kind, e.subject, e.attempts
            """)
                .bind("provider", event.provider())
                .bind("id", event.id())
                .bind("seen", event.seen())
                .bind("until", until);
        return rows.getRowsFetchSpec(taken, LeasedEvent.class, LeasedEvent.class)
                .one();
    }

    /** Answers with the event once it is applied; empty when it has to be tried again. */
    private Mono<LeasedEvent> apply(LeasedEvent event) {
        Mono<Void> look = "subscription".equals(event.kind())
                ? synchronisation.subscription(event.subject(), event.id())
                : synchronisation.payment(event.subject(), event.id());
        return look.then(Mono.defer(() -> done(event))).thenReturn(event).onErrorResume(error -> later(event, error));
    }

    private Mono<Void> done(LeasedEvent event) {
        return due(event, "applied_at = :moment", clock.tokenTime());
    }

    private Mono<LeasedEvent> later(LeasedEvent event, Throwable error) {
        LOG.warn(
                "{} event {} not applied, try {}: {}",
                event.provider(),
                event.id(),
                event.attempts(),
                error.toString());
        return due(event, "leased = false, due_at = :moment", clock.tokenTime().plus(BACK_OFF.after(event.attempts())))
                .then(Mono.empty());
    }

    private Mono<Void> due(LeasedEvent event, String change, Instant moment) {
        return sql("UPDATE provider_event SET " + change + " WHERE provider = :provider AND event_id = :id")
                .bind("moment", moment)
                .bind("provider", event.provider())
                .bind("id", event.id())
                .then();
    }

    @Override
    public Mono<Long> purge(Instant now) {
        Instant before = clock.tokenTime().minus(KEPT);
        return sql("DELETE FROM provider_event WHERE received_at < :before")
                .bind("before", before)
                .fetch()
                .rowsUpdated()
                .zipWith(
                        Sweeps.delete(
                                rows.getDatabaseClient(),
                                "applied_event WHERE applied_at < :before",
                                Map.of("before", before)),
                        Long::sum);
    }

    private GenericExecuteSpec sql(String sql) {
        return rows.getDatabaseClient().sql(sql);
    }
}
