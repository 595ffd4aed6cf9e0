package io.latchkey.shared.idempotency;

import io.latchkey.shared.database.Shield;
import io.latchkey.shared.database.Sweeps;
import io.latchkey.shared.secret.Sha256;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Perishable;
import io.r2dbc.spi.R2dbcException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Does a request once, however often it is sent: the answer is stored in the transaction of the
 * deed, so that a crash leaves both or neither.
 */
@Component
public class Idempotency implements Perishable {

    /** The credential of readers, whichever of their sessions they call in. */
    public static final String A_READER = "reader";

    private static final String REPLAYED = "Idempotent-Replayed";
    private static final Duration KEPT = Duration.ofDays(3);
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final R2dbcEntityTemplate rows;
    private final Shield shield;
    private final JsonMapper json;
    private final Clock clock;

    Idempotency(R2dbcEntityTemplate rows, Shield shield, JsonMapper json, Clock clock) {
        this.rows = rows;
        this.shield = shield;
        this.json = json;
        this.clock = clock;
    }

    /** Does the deed in one transaction and answers with its result, or replays a former answer. */
    public Mono<ResponseEntity<String>> once(Call call, HttpStatus status, Mono<?> deed) {
        return onceAs(call, deed.map(body -> new Answer(status, json.writeValueAsString(body))));
    }

    private Mono<ResponseEntity<String>> onceAs(Call call, Mono<Answer> deed) {
        IdempotencyKey key = call.key();
        if (key == null) {
            return shield.transaction(deed).map(Idempotency::fresh);
        }
        byte[] hash = Sha256.of(json.writeValueAsBytes(call.body()));
        return shield.transaction(reserve(call, key, hash)
                .flatMap(first -> first ? deed.flatMap(answer -> keep(call, key, answer)) : replay(call, key, hash)));
    }

    /** True for the first; waits only a moment for one under way, which is then answered 409. */
    private Mono<Boolean> reserve(Call call, IdempotencyKey key, byte[] hash) {
        return sql("SET LOCAL lock_timeout = '100ms'")
                .then()
                .then(bound("""
                    INSERT INTO idempotency (site_id, reader_id,
                        credential, path, idempotency_key, body_hash,
                        created_at)
                    VALUES (:site, :reader, :credential, :path, :key,
                        :hash, :now)
                    ON CONFLICT DO NOTHING
                    """, call, key)
                        .bind("hash", hash)
                        .bind("now", clock.tokenTime())
                        .fetch()
                        .rowsUpdated()
                        .map(rows -> rows == 1))
                .onErrorMap(Idempotency::lockedByAnother, _ -> IdempotencyProblem.REQUEST_IN_FLIGHT.problem())
                .flatMap(
                        first -> sql("SET LOCAL lock_timeout TO DEFAULT").then().thenReturn(first));
    }

    private Mono<ResponseEntity<String>> keep(Call call, IdempotencyKey key, Answer answer) {
        return bound("""
            UPDATE idempotency SET status = :status, answer = :answer
            WHERE site_id = :site AND reader_id = :reader
                AND credential = :credential AND path = :path
                AND idempotency_key = :key
            """, call, key)
                .bind("status", answer.status().value())
                .bind("answer", answer.body())
                .then()
                .thenReturn(fresh(answer));
    }

    private Mono<ResponseEntity<String>> replay(Call call, IdempotencyKey key, byte[] hash) {
        GenericExecuteSpec former = bound("""
            SELECT body_hash = :hash AS same, status, answer FROM idempotency
            WHERE site_id = :site AND reader_id = :reader
                AND credential = :credential AND path = :path
                AND idempotency_key = :key
            """, call, key).bind("hash", hash);
        return rows.getRowsFetchSpec(former, Former.class, Former.class).one().map(Former::replayed);
    }

    private GenericExecuteSpec bound(String sql, Call call, IdempotencyKey key) {
        return sql(sql).bind("site", call.site())
                .bind("reader", call.reader())
                .bind("credential", call.credential())
                .bind("path", key.path())
                .bind("key", key.value());
    }

    private static ResponseEntity<String> fresh(Answer answer) {
        return ResponseEntity.status(answer.status())
                .contentType(MediaType.APPLICATION_JSON)
                .body(answer.body());
    }

    private static boolean lockedByAnother(Throwable error) {
        return error instanceof DataAccessException data
                && data.getMostSpecificCause() instanceof R2dbcException cause
                && LOCK_NOT_AVAILABLE.equals(cause.getSqlState());
    }

    /** When which call of this reader's, or about them, was made; the latest first. */
    public Flux<Kept> of(String site, UUID reader) {
        GenericExecuteSpec kept = sql("""
            SELECT path, created_at FROM idempotency
            WHERE site_id = :site AND reader_id = :reader ORDER BY created_at DESC
            """).bind("site", site).bind("reader", reader);
        return rows.getRowsFetchSpec(kept, Kept.class, Kept.class).all();
    }

    /** Forgets all that was answered about this reader, to whomever. */
    public Mono<Void> forget(String site, UUID reader) {
        return sql("DELETE FROM idempotency WHERE site_id = :site AND reader_id = :reader")
                .bind("site", site)
                .bind("reader", reader)
                .then();
    }

    @Override
    public Mono<Long> purge(Instant now) {
        return Sweeps.delete(
                rows.getDatabaseClient(),
                "idempotency WHERE created_at < :before",
                Map.of("before", clock.tokenTime().minus(KEPT)));
    }

    /**
     * A request as it is told from others.
     *
     * @param credential whose request it is
     * @param key null when the caller sent none: then it is done each time
     * @param body as it was understood, so that white space makes no other body
     */
    public record Call(
            String site,
            UUID reader,
            String credential,
            @Nullable IdempotencyKey key,
            Object body) {}

    /** A call whose answer is kept, so that it can be repeated. */
    @Table("idempotency")
    public record Kept(String path, @Column("created_at") Instant at) {}

    private record Answer(HttpStatus status, String body) {}

    /** @param same whether the body was the same */
    @Table("idempotency")
    private record Former(boolean same, int status, String answer) {

        ResponseEntity<String> replayed() {
            if (!same) {
                throw IdempotencyProblem.IDEMPOTENCY_KEY_REUSED.problem();
            }
            return ResponseEntity.status(status)
                    .contentType(MediaType.APPLICATION_JSON)
                    .header(REPLAYED, "true")
                    .body(answer);
        }
    }

    private GenericExecuteSpec sql(String sql) {
        return rows.getDatabaseClient().sql(sql);
    }
}
