package io.latchkey.subscription.declaration;

import static io.latchkey.shared.database.Bindings.orNull;
import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.latchkey.event.EventLog;
import io.latchkey.event.Teller;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.database.Rows;
import io.latchkey.shared.database.Shield;
import io.latchkey.shared.secret.RandomSecret;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Perishable;
import io.latchkey.shared.web.Page;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.declaration.Declaration.Cause;
import io.latchkey.subscription.declaration.Declaration.Status;
import io.latchkey.subscription.state.SubscriptionProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.data.relational.core.query.Update;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.r2dbc.core.RowsFetchSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Declarations of people who need not sign in. They are stored first and looked at afterwards, by
 * {@link DeclarationRun}, apart from the request, so that neither the answer nor its time tells
 * whether there is a contract.
 */
@Component
public class Declarations implements Perishable, Teller {

    /** Three years from the end of the year (BGB § 195, § 199 paragraph 1), and a little. */
    private static final Duration KEPT = Duration.ofDays(4 * 366L);

    private static final String COLUMNS = """
        SELECT site_id, declaration_id, kind, facts, received_at, status, queued_because,
            settled_at, settled_note
        FROM declaration
        """;

    private final R2dbcEntityTemplate rows;
    private final EventLog events;
    private final Shield shield;
    private final Clock clock;

    Declarations(R2dbcEntityTemplate rows, EventLog events, Shield shield, Clock clock) {
        this.rows = rows;
        this.events = events;
        this.shield = shield;
        this.clock = clock;
    }

    /**
     * How a declaration came.
     *
     * @param key secret, by which whoever declared it finds it again
     * @param reader who was signed in; null when nobody was
     * @param tooMany whether more were declared for this address than are looked at: then the
     *     publisher has to, and nobody else notices
     */
    public record Sending(SiteId site, String key, @Nullable ReaderKey reader, boolean tooMany) {}

    /**
     * Stores what was declared; what is stored under its key already is the same, sent once more.
     */
    public Mono<Void> receive(Sending sending, Declaration.Kind kind, Declaration.Facts facts) {
        Declaration received = new Declaration(
                Ids.next(), sending.site(), kind, facts, clock.now(), Status.RECEIVED, null, null, null);
        ReaderKey reader = sending.reader();
        Mono<Long> stored = sql("""
            INSERT INTO declaration (site_id, declaration_id, key_hash, kind, facts, reader_id,
                received_at, status, queued_because, settled_at, settled_note)
            VALUES (:site_id, :declaration_id, :key, :kind, :facts, :reader,
                :received_at, :status, :queued_because, :settled_at, :settled_note)
            ON CONFLICT (site_id, key_hash) DO NOTHING
            """)
                .bindValues(Rows.parameters(rows, received))
                .bind("key", RandomSecret.hash(sending.key()))
                .bind("reader", orNull(reader == null ? null : reader.id(), UUID.class))
                .fetch()
                .rowsUpdated();
        return sending.tooMany()
                ? shield.transaction(stored.filter(rows -> rows > 0).flatMap(_ -> queue(received, Cause.TOO_MANY)))
                : stored.then();
    }

    /** What was declared under this key; empty when nothing was. */
    public Mono<Declaration> get(SiteId site, String key) {
        return rows.selectOne(
                query(where("site").is(site).and("key_hash").is(RandomSecret.hash(key))), Declaration.class);
    }

    /** A site's, the youngest first. */
    Mono<Page<Declaration>> page(SiteId site, Status status, Page.Request page) {
        return Rows.page(
                rows, where("site").is(site).and("status").is(status), page, Declaration.class, Declaration::id);
    }

    /** Those that nobody looked at yet, the least tried and then the oldest first. */
    Flux<Declaration> waiting(int most) {
        return read(sql(COLUMNS + """
            WHERE status = 'received' ORDER BY attempts, received_at LIMIT :most
            """).bind("most", most)).all().collectList().flatMapMany(Flux::fromIterable);
    }

    /** One that nobody looked at yet, locked; empty when another replica has it. */
    Mono<Declaration> locked(Declaration seen) {
        return read(keyed(seen, COLUMNS + """
            WHERE site_id = :site AND declaration_id = :id AND status = 'received'
            FOR UPDATE SKIP LOCKED
            """)).one();
    }

    /** Who was signed in when they declared it; empty when nobody was. */
    Mono<ReaderKey> signedIn(Declaration declaration) {
        return keyed(declaration, """
            SELECT reader_id FROM declaration
            WHERE site_id = :site AND declaration_id = :id AND reader_id IS NOT NULL
            """)
                .mapValue(UUID.class)
                .one()
                .map(reader -> new ReaderKey(declaration.site(), reader));
    }

    /** It was carried out. */
    Mono<Void> done(Declaration declaration, UUID receipt) {
        return lookedAt(declaration, Update.update("status", Status.DONE).set("receipt_id", receipt));
    }

    /** The publisher has to look at it, and is told. Call it inside a transaction. */
    Mono<Void> queue(Declaration declaration, Cause because) {
        return lookedAt(declaration, Update.update("status", Status.QUEUED).set("because", because))
                .then(events.append(
                        declaration.site(),
                        EventLog.NO_READER,
                        DeclarationFact.DECLARATION_QUEUED,
                        new DeclarationFact.Queued(declaration.id(), declaration.kind(), because)));
    }

    /** It was stumbled over: others come first. */
    Mono<Void> triedInVain(Declaration declaration) {
        return keyed(declaration, """
            UPDATE declaration SET attempts = attempts + 1
            WHERE site_id = :site AND declaration_id = :id AND status = 'received'
            """).then();
    }

    /**
     * The publisher settles one that waits for them; settled so before it is answered with again.
     *
     * @param outcome done or rejected
     */
    Mono<Declaration> settle(SiteId site, UUID id, Status outcome, @Nullable String note) {
        return shield.transaction(Rows.locked(rows, keyed(site, id), Declaration.class)
                .switchIfEmpty(Mono.error(SubscriptionProblem.UNKNOWN_DECLARATION::problem))
                .flatMap(found -> found.settledAt() != null && found.status() == outcome
                        ? Mono.just(found)
                        : settle(found, outcome, note)));
    }

    private Mono<Declaration> settle(Declaration queued, Status outcome, @Nullable String note) {
        if (queued.status() != Status.QUEUED) {
            return Mono.error(SubscriptionProblem.DECLARATION_NOT_QUEUED.problem());
        }
        Declaration settled = queued.settled(outcome, clock.now(), note);
        return changed(
                        queued,
                        Update.update("status", outcome)
                                .set("settledAt", settled.settledAt())
                                .set("note", note))
                .then(events.append(
                        queued.site(),
                        EventLog.NO_READER,
                        DeclarationFact.DECLARATION_SETTLED,
                        new DeclarationFact.Settled(queued.id(), outcome)))
                .thenReturn(settled);
    }

    @Override
    public List<DeclarationFact> tells() {
        return List.of(DeclarationFact.values());
    }

    @Override
    public Mono<Long> purge(Instant now) {
        return rows.delete(query(where("receivedAt").lessThan(now.minus(KEPT))), Declaration.class);
    }

    /** Who was signed in is not kept for longer than it is needed. */
    private Mono<Void> lookedAt(Declaration declaration, Update change) {
        return changed(declaration, change.set("reader_id", null));
    }

    private Mono<Void> changed(Declaration declaration, Update change) {
        return Rows.met(rows.update(query(keyed(declaration.site(), declaration.id())), change, Declaration.class));
    }

    private GenericExecuteSpec keyed(Declaration declaration, String sql) {
        return sql(sql).bind("site", declaration.site().value()).bind("id", declaration.id());
    }

    private GenericExecuteSpec sql(String sql) {
        return rows.getDatabaseClient().sql(sql);
    }

    private RowsFetchSpec<Declaration> read(GenericExecuteSpec sql) {
        return rows.getRowsFetchSpec(sql, Declaration.class, Declaration.class);
    }

    private static Criteria keyed(SiteId site, UUID id) {
        return where("site").is(site).and("id").is(id);
    }
}
