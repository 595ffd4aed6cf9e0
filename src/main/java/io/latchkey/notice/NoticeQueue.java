package io.latchkey.notice;

import static io.latchkey.shared.database.Bindings.orNull;

import io.latchkey.notice.mail.Delivery;
import io.latchkey.notice.mail.Delivery.Outcome;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Ciphertext;
import io.latchkey.shared.database.Leases;
import io.latchkey.shared.database.Sweeps;
import io.latchkey.shared.time.Clock;
import io.r2dbc.postgresql.codec.Json;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The notices that wait to be sent. Runs on the wall clock, as mail servers do. */
@Component
class NoticeQueue {

    private final R2dbcEntityTemplate rows;
    private final JsonMapper json;
    private final Farewells farewells;
    private final Clock clock;

    NoticeQueue(R2dbcEntityTemplate rows, JsonMapper json, Farewells farewells, Clock clock) {
        this.rows = rows;
        this.json = json;
        this.farewells = farewells;
        this.clock = clock;
    }

    /**
     * A notice that a run has taken for a while.
     *
     * @param attempt the number of this try, 1 for the first
     * @param triedSince when the first try was
     * @param farewell where it goes when its reader was erased; null unless they were
     */
    record LeasedNotice(
            ReaderKey reader,
            UUID id,
            Notice notice,
            String messageId,
            int attempt,
            Instant triedSince,
            @Nullable Addressee farewell) {}

    /**
     * Takes notices that are due, those that waited longest first; nobody else has them until then.
     * Notes each try before it is made.
     */
    Flux<LeasedNotice> take(Instant until, int most) {
        GenericExecuteSpec waiting = sql("""
            SELECT site_id, reader_id, notice_id, due_at FROM notice
            WHERE status = 'pending' AND due_at <= :now
            ORDER BY due_at LIMIT :most
            """).bind("now", clock.tokenTime()).bind("most", most + Leases.SPARE);
        return Leases.take(
                        rows.getRowsFetchSpec(waiting, Waiting.class, Waiting.class)
                                .all()
                                .collectList(),
                        notice -> take(notice, until),
                        most)
                .flatMapMany(Flux::fromIterable);
    }

    @Table("notice")
    private record Waiting(
            @Embedded.Empty ReaderKey reader,
            @Column("notice_id") UUID id,
            @Column("due_at") Instant seen) {}

    /** Waits for nobody who has it locked. */
    private Mono<LeasedNotice> take(Waiting notice, Instant until) {
        GenericExecuteSpec due = sql("""
            WITH free AS MATERIALIZED (
                SELECT notice_id FROM notice
                WHERE site_id = :site AND reader_id = :reader AND notice_id = :id
                    AND status = 'pending' AND due_at = :seen
                FOR UPDATE SKIP LOCKED),
            taken AS (
                UPDATE notice n SET due_at = :until, leased = true,
                    attempts = n.attempts + 1,
                    tried_since = coalesce(n.tried_since, :now)
                FROM free
                WHERE n.site_id = :site AND n.reader_id = :reader
                    AND n.notice_id = free.notice_id
                RETURNING n.site_id, n.reader_id, n.notice_id, n.kind, n.facts, n.message_id,
                    n.attempts, n.tried_since, n.farewell),
            begun AS (
                INSERT INTO notice_attempt (site_id, reader_id, notice_id,
                    attempt_number, attempted_at, outcome)
                SELECT site_id, reader_id, notice_id, attempts, :now, 'unknown'
                FROM taken)
            SELECT site_id, reader_id, notice_id, kind, facts, message_id, attempts,
                tried_since, farewell
            FROM taken
            """)
                .bindValues(notice.reader().parameters())
                .bind("id", notice.id())
                .bind("seen", notice.seen())
                .bind("until", until)
                .bind("now", clock.tokenTime());
        return rows.getRowsFetchSpec(due, Due.class, Due.class).one().map(this::taken);
    }

    @Table("notice")
    private record Due(
            @Embedded.Empty ReaderKey reader,
            @Column("notice_id") UUID id,
            String kind,
            Json facts,
            String messageId,
            int attempts,
            Instant triedSince,
            @Nullable Ciphertext farewell) {}

    private LeasedNotice taken(Due due) {
        Ciphertext farewell = due.farewell();
        return new LeasedNotice(
                due.reader(),
                due.id(),
                NoticeFacts.read(json, due.kind(), due.facts().asString()),
                due.messageId(),
                due.attempts(),
                due.triedSince(),
                farewell == null ? null : farewells.open(due.reader(), farewell).orElse(null));
    }

    /**
     * Notes what came of a try, unless the notice has come to an end meanwhile. An acceptance
     * counts even when another run has taken the notice since; a failure is then the other's to
     * tell.
     *
     * @param status that it has now
     * @param dueAt when it is tried again; nothing unless pending
     * @param addressHash see {@link AddressHash}
     */
    Mono<Void> tried(
            LeasedNotice taken,
            Delivery delivery,
            NoticeStatus status,
            @Nullable Instant dueAt,
            byte @Nullable [] addressHash) {
        boolean accepted = status == NoticeStatus.SENT;
        return sql("""
            WITH tried AS (
                UPDATE notice SET status = :status, outcome = :outcome, due_at = :due,
                    leased = false, sent_at = :sent,
                    facts = CASE WHEN :pending OR farewell IS NULL THEN facts
                        ELSE facts - 'receiptText' END,
                    farewell = CASE WHEN :pending THEN farewell END
                WHERE site_id = :site AND reader_id = :reader AND notice_id = :id
                    AND status = 'pending' AND (:accepted OR attempts = :attempt)
                RETURNING notice_id)
            UPDATE notice_attempt SET outcome = :outcome, reply_code = :code,
                address_hash = :hash
            WHERE site_id = :site AND reader_id = :reader AND notice_id = :id
                AND attempt_number = :attempt AND EXISTS (SELECT 1 FROM tried)
            """)
                .bind("status", status.word())
                .bind("pending", status == NoticeStatus.PENDING)
                .bind("outcome", delivery.outcome().word())
                .bind("due", orNull(dueAt, Instant.class))
                .bind("sent", orNull(accepted ? clock.tokenTime() : null, Instant.class))
                .bind("accepted", accepted)
                .bind("attempt", taken.attempt())
                .bind("code", orNull(delivery.replyCode(), Integer.class))
                .bind("hash", orNull(addressHash, byte[].class))
                .bindValues(taken.reader().parameters())
                .bind("id", taken.id())
                .then();
    }

    /**
     * Puts a notice off that has nowhere to go, until its time is over: nothing was tried, and the
     * address may be told yet. The older it is, the later it is looked at again, should {@link
     * AwaitedAddresses} miss the address.
     */
    Mono<Void> unaddressed(LeasedNotice taken, Outcome outcome) {
        return sql("""
            WITH put_off AS (
                UPDATE notice SET outcome = :outcome, leased = false,
                    attempts = attempts - 1,
                    tried_since = CASE WHEN attempts > 1 THEN tried_since END,
                    due_at = CAST(:now AS timestamptz) + least(interval '6 hours',
                        greatest(interval '1 minute', :now - queued_at))
                WHERE site_id = :site AND reader_id = :reader AND notice_id = :id
                    AND status = 'pending' AND attempts = :attempt
                RETURNING notice_id)
            DELETE FROM notice_attempt
            WHERE site_id = :site AND reader_id = :reader AND notice_id = :id
                AND attempt_number = :attempt AND EXISTS (SELECT 1 FROM put_off)
            """)
                .bind("outcome", outcome.word())
                .bind("now", clock.tokenTime())
                .bindValues(taken.reader().parameters())
                .bind("id", taken.id())
                .bind("attempt", taken.attempt())
                .then();
    }

    /** How many others hold: leased, or due since then and not to be had. */
    Mono<Long> held(Instant since) {
        return sql("""
            SELECT count(*) AS held FROM (
                SELECT 1 FROM notice
                WHERE status = 'pending' AND (leased OR due_at <= :since)
                LIMIT 1000) AS bounded
            """).bind("since", since).mapValue(Long.class).one();
    }

    /** Ends what was waiting until its time was over; says how many that were. */
    Mono<Long> expire() {
        return Sweeps.update(
                rows.getDatabaseClient(),
                "notice WHERE status = 'pending' AND due_at <= :now AND expires_at <= :now",
                Map.of("now", clock.tokenTime()),
                """
                status = 'expired', outcome = :outcome, due_at = NULL, farewell = NULL,
                facts = CASE WHEN farewell IS NULL THEN facts ELSE facts - 'receiptText' END\
                """,
                Map.of("outcome", Outcome.TOO_LATE.word()));
    }

    /** Puts off what is due, and notes that there is nobody to send it through. */
    Mono<Void> hold(Instant until) {
        return Sweeps.update(
                        rows.getDatabaseClient(),
                        "notice WHERE status = 'pending' AND due_at <= :now",
                        Map.of("now", clock.tokenTime()),
                        "due_at = :until, leased = false, outcome = :outcome",
                        Map.of("until", until, "outcome", Outcome.NO_MAIL_SERVER.word()))
                .then();
    }

    private GenericExecuteSpec sql(String sql) {
        return rows.getDatabaseClient().sql(sql);
    }
}
