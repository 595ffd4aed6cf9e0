package io.latchkey.subscription;

import static io.latchkey.shared.Bindings.orNull;

import io.latchkey.event.EventLog;
import io.latchkey.reader.SignInSecret;
import io.latchkey.shared.Clock;
import io.latchkey.shared.Ids;
import io.latchkey.shared.Page;
import io.latchkey.shared.Perishable;
import io.latchkey.shared.Row;
import io.latchkey.shared.Shield;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.Declaration.Cause;
import io.latchkey.subscription.Declaration.Status;
import io.r2dbc.postgresql.codec.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Declarations of people who did not sign in. They are stored first and looked at afterwards, by
 * {@link DeclarationRun}, apart from the request, so that neither the answer nor its time tells
 * whether there is a contract.
 */
@Component
public class Declarations implements Perishable {

    /** Three years from the end of the year (BGB § 195, § 199 paragraph 1), and a little. */
    private static final Duration KEPT = Duration.ofDays(4 * 366L);

    private static final String COLUMNS = """
        SELECT site_id, declaration_id, kind, facts, received_at, status, queued_because,
            settled_at, settled_note
        FROM declaration
        """;

    private final DatabaseClient database;
    private final EventLog events;
    private final Shield shield;
    private final JsonMapper json;
    private final Clock clock;

    Declarations(DatabaseClient database, EventLog events, Shield shield, JsonMapper json, Clock clock) {
        this.database = database;
        this.events = events;
        this.shield = shield;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Stores what was declared; the key by which whoever declared it finds it again.
     *
     * @param tooMany whether more were declared for this address than are looked at: then the
     *     publisher has to, and nobody else notices
     */
    public Mono<String> receive(SiteId site, Declaration.Kind kind, Declaration.Facts facts, boolean tooMany) {
        String key = SignInSecret.fresh();
        UUID id = Ids.next();
        Mono<Void> stored = database.sql("""
            INSERT INTO declaration (site_id, declaration_id, key_hash, kind,
                facts, received_at, status)
            VALUES (:site, :id, :key, :kind, :facts, :now, 'received')
            """)
                .bind("site", site.value())
                .bind("id", id)
                .bind("key", SignInSecret.hash(key))
                .bind("kind", kind.word())
                .bind("facts", Json.of(json.writeValueAsBytes(facts)))
                .bind("now", clock.now())
                .then();
        return (tooMany ? shield.transaction(stored.then(queue(site, id, kind, Cause.TOO_MANY))) : stored)
                .thenReturn(key);
    }

    /** What was declared under this key; empty when nothing was. */
    public Mono<Declaration> get(SiteId site, String key) {
        return database.sql(COLUMNS + "WHERE site_id = :site AND key_hash = :key")
                .bind("site", site.value())
                .bind("key", SignInSecret.hash(key))
                .map(Row.to(this::declaration))
                .one();
    }

    /** A site's, the youngest first. */
    Mono<Page<Declaration>> page(SiteId site, Status status, Page.Request page) {
        return database.sql(COLUMNS + """
            WHERE site_id = :site AND status = :status
                AND (CAST(:after AS uuid) IS NULL
                    OR declaration_id < CAST(:after AS uuid))
            ORDER BY declaration_id DESC LIMIT :size
            """)
                .bind("site", site.value())
                .bind("status", status.word())
                .bind("after", orNull(page.afterId(), UUID.class))
                .bind("size", page.size() + 1)
                .map(Row.to(this::declaration))
                .all()
                .collectList()
                .map(rows -> Page.of(rows, page, each -> each.id().toString()));
    }

    /** Those that nobody looked at yet, the least tried and then the oldest first. */
    Flux<Declaration> waiting(int most) {
        return database.sql(COLUMNS + """
            WHERE status = 'received' ORDER BY attempts, received_at LIMIT :most
            """)
                .bind("most", most)
                .map(Row.to(this::declaration))
                .all()
                .collectList()
                .flatMapMany(Flux::fromIterable);
    }

    /** One that nobody looked at yet, locked; empty when another replica has it. */
    Mono<Declaration> locked(Declaration seen) {
        return one(seen.site(), seen.id(), "AND status = 'received' FOR UPDATE SKIP LOCKED");
    }

    /** It was carried out. */
    Mono<Void> done(Declaration declaration, UUID receipt) {
        return database.sql("""
            UPDATE declaration SET status = 'done', receipt_id = :receipt
            WHERE site_id = :site AND declaration_id = :id
            """)
                .bind("receipt", receipt)
                .bind("site", declaration.site().value())
                .bind("id", declaration.id())
                .then();
    }

    /** The publisher has to look at it, and is told. Call it inside a transaction. */
    Mono<Void> queue(Declaration declaration, Cause because) {
        return queue(declaration.site(), declaration.id(), declaration.kind(), because);
    }

    private Mono<Void> queue(SiteId site, UUID id, Declaration.Kind kind, Cause because) {
        return database.sql("""
            UPDATE declaration SET status = 'queued', queued_because = :because
            WHERE site_id = :site AND declaration_id = :id
            """)
                .bind("because", because.word())
                .bind("site", site.value())
                .bind("id", id)
                .then()
                .then(events.append(
                        site,
                        EventLog.NO_READER,
                        "declaration.queued",
                        Map.of("declaration", id, "kind", kind, "because", because)));
    }

    /** It was stumbled over: others come first. */
    Mono<Void> triedInVain(Declaration declaration) {
        return database.sql("""
            UPDATE declaration SET attempts = attempts + 1
            WHERE site_id = :site AND declaration_id = :id AND status = 'received'
            """)
                .bind("site", declaration.site().value())
                .bind("id", declaration.id())
                .then();
    }

    /**
     * The publisher settles one that waits for them; settled so before it is answered with again.
     *
     * @param outcome done or rejected
     */
    Mono<Declaration> settle(SiteId site, UUID id, Status outcome, @Nullable String note) {
        return shield.transaction(one(site, id, "FOR UPDATE")
                .switchIfEmpty(Mono.error(SubscriptionProblem.UNKNOWN_DECLARATION::problem))
                .flatMap(found -> found.settledAt() != null && found.status() == outcome
                        ? Mono.just(found)
                        : settle(found, outcome, note)));
    }

    private Mono<Declaration> settle(Declaration queued, Status outcome, @Nullable String note) {
        if (queued.status() != Status.QUEUED) {
            return Mono.error(SubscriptionProblem.DECLARATION_NOT_QUEUED.problem());
        }
        return database.sql("""
            UPDATE declaration SET status = :status, settled_at = :now,
                settled_note = :note
            WHERE site_id = :site AND declaration_id = :id
            """)
                .bind("status", outcome.word())
                .bind("now", clock.now())
                .bind("note", orNull(note, String.class))
                .bind("site", queued.site().value())
                .bind("id", queued.id())
                .then()
                .then(events.append(
                        queued.site(),
                        EventLog.NO_READER,
                        "declaration.settled",
                        Map.of("declaration", queued.id(), "outcome", outcome)))
                .then(Mono.defer(() -> one(queued.site(), queued.id(), "")));
    }

    private Mono<Declaration> one(SiteId site, UUID id, String rest) {
        return database.sql(COLUMNS + "WHERE site_id = :site AND declaration_id = :id " + rest)
                .bind("site", site.value())
                .bind("id", id)
                .map(Row.to(this::declaration))
                .one();
    }

    private Declaration declaration(Row row) {
        String because = row.optionalText("queued_because");
        return new Declaration(
                row.id("declaration_id"),
                new SiteId(row.text("site_id")),
                Declaration.Kind.parse(row.text("kind")),
                json.readValue(row.text("facts"), Declaration.Facts.class),
                row.instant("received_at"),
                Status.parse(row.text("status")),
                because == null ? null : Cause.parse(because),
                row.optionalInstant("settled_at"),
                row.optionalText("settled_note"));
    }

    @Override
    public Mono<Long> purge(Instant now) {
        return database.sql("DELETE FROM declaration WHERE received_at < :before")
                .bind("before", now.minus(KEPT))
                .fetch()
                .rowsUpdated();
    }
}
