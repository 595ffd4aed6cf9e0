package io.latchkey.notice;

import static io.latchkey.shared.database.Bindings.orNull;

import io.latchkey.reader.data.ExportList;
import io.latchkey.reader.data.ReaderData;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.Readers;
import io.latchkey.shared.database.Sweeps;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Perishable;
import io.latchkey.shared.web.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The evidence of what readers were told. It is kept a little longer than claims can be made: three
 * years from the end of the year (BGB § 195, § 199 paragraph 1).
 */
@Component
class NoticeRecords implements ReaderData, Perishable {

    private static final Duration KEPT = Duration.ofDays(4 * 366L);

    private final R2dbcEntityTemplate rows;
    private final Readers readers;
    private final Farewells farewells;
    private final Clock clock;

    NoticeRecords(R2dbcEntityTemplate rows, Readers readers, Farewells farewells, Clock clock) {
        this.rows = rows;
        this.readers = readers;
        this.farewells = farewells;
        this.clock = clock;
    }

    /**
     * A notice and what became of it.
     *
     * @param reason what it was told for, once
     * @param outcome of the latest try, or what keeps it from being tried
     * @param messageId the letter's Message-ID (RFC 5322 section 3.6.4)
     * @param noticedAt when the fact was, in business time
     * @param sentAt when the mail server accepted it; null while it did not
     * @param replyCode the mail server's to the latest try; null when it gave none
     */
    @Table("notice")
    record NoticeBody(
            @Column("notice_id") UUID id,
            String kind,
            String reason,
            NoticeStatus status,
            String outcome,
            int attempts,
            String messageId,
            Instant noticedAt,
            @Nullable Instant sentAt,
            @Nullable Integer replyCode) {}

    Mono<Page<NoticeBody>> page(ReaderKey reader, Page.Request page) {
        GenericExecuteSpec found = sql("""
            SELECT n.notice_id, n.kind, n.reason, n.status, n.outcome, n.attempts,
                n.message_id, n.noticed_at, n.sent_at, a.reply_code
            FROM notice n
            LEFT JOIN notice_attempt a ON a.site_id = n.site_id
                AND a.reader_id = n.reader_id AND a.notice_id = n.notice_id
                AND a.attempt_number = n.attempts
            WHERE n.site_id = :site AND n.reader_id = :reader
                AND (CAST(:after AS uuid) IS NULL
                    OR n.notice_id < CAST(:after AS uuid))
            ORDER BY n.notice_id DESC LIMIT :size
            """)
                .bindValues(reader.parameters())
                .bind("after", orNull(page.afterId(), UUID.class))
                .bind("size", page.size() + 1);
        return rows.getRowsFetchSpec(found, NoticeBody.class, NoticeBody.class)
                .all()
                .collectList()
                .map(all -> Page.of(all, page, notice -> notice.id().toString()));
    }

    @Override
    public List<ExportList> export(ReaderKey reader) {
        return List.of(ExportList.paged("notices", null, page -> page(reader, page)));
    }

    /**
     * Receipts that wait are still sent (BGB § 312k paragraph 4), each with the address as its own;
     * nothing else can be any more. What was sent stays as evidence, without the trace of where to.
     */
    @Override
    public Mono<Void> erase(ReaderKey reader) {
        return readers.find(reader)
                .flatMap(erased -> Mono.justOrEmpty(Addressee.of(erased)))
                .flatMap(farewell -> keep(reader, farewell))
                .then(bound("""
                    UPDATE notice SET status = 'undeliverable', outcome = 'erased',
                        due_at = NULL
                    WHERE site_id = :site AND reader_id = :reader
                        AND status = 'pending' AND farewell IS NULL
                    """, reader))
                .then(bound("""
                    UPDATE notice_attempt SET address_hash = NULL
                    WHERE site_id = :site AND reader_id = :reader
                    """, reader))
                .then(bound("""
                    UPDATE notice SET facts = facts - 'receiptText'
                    WHERE site_id = :site AND reader_id = :reader
                        AND farewell IS NULL
                    """, reader));
    }

    private Mono<Void> keep(ReaderKey reader, Addressee farewell) {
        return sql("""
            UPDATE notice SET farewell = :farewell,
                expires_at = least(expires_at, CAST(:latest AS timestamptz))
            WHERE site_id = :site AND reader_id = :reader AND status = 'pending'
                AND facts -> 'receiptText' IS NOT NULL
            """)
                .bind("farewell", farewells.seal(reader, farewell).bytes())
                .bind("latest", clock.tokenTime().plus(Addressee.KEPT_AFTER_ERASURE))
                .bindValues(reader.parameters())
                .then();
    }

    private Mono<Void> bound(String sql, ReaderKey reader) {
        return sql(sql).bindValues(reader.parameters()).then();
    }

    private GenericExecuteSpec sql(String sql) {
        return rows.getDatabaseClient().sql(sql);
    }

    @Override
    public Mono<Long> purge(Instant now) {
        return Sweeps.delete(
                rows.getDatabaseClient(),
                "notice WHERE queued_at < :before",
                Map.of("before", clock.tokenTime().minus(KEPT)));
    }
}
