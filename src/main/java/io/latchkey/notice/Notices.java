package io.latchkey.notice;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.web.LatchkeySettings;
import io.r2dbc.postgresql.codec.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Where a reader's notices are put. They are sent later, by {@link NoticeRun}. */
@Component
public class Notices {

    /** How long a notice may wait for a mail server that is not there. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(30);

    private final DatabaseClient database;
    private final Clock clock;
    private final JsonMapper json;
    private final String host;

    Notices(DatabaseClient database, Clock clock, JsonMapper json, LatchkeySettings settings) {
        this.database = database;
        this.clock = clock;
        this.json = json;
        this.host = settings.origin().host().text();
    }

    /**
     * Notes that the reader is to be told; call it inside the transaction of the fact. Does nothing
     * when the same was noted before.
     */
    public Mono<Void> add(ReaderKey reader, Notice notice) {
        UUID id = Ids.next();
        Instant queued = clock.tokenTime();
        return database.sql("""
            INSERT INTO notice (site_id, reader_id, notice_id, reason, kind, facts,
                message_id, status, outcome, attempts, noticed_at, queued_at,
                expires_at, due_at)
            VALUES (:site, :reader, :id, :reason, :kind, :facts, :message, 'pending',
                'waiting', 0, :noticed, :queued, :expires, :queued)
            ON CONFLICT (site_id, reader_id, reason) DO NOTHING
            """)
                .bindValues(reader.parameters())
                .bind("id", id)
                .bind("reason", notice.reason())
                .bind("kind", NoticeFacts.kind(notice))
                .bind("facts", Json.of(json.writeValueAsBytes(notice)))
                // Made once: whatever is sent twice carries it twice, and is seen to be the same.
                .bind("message", "<" + id + "@" + host + ">")
                .bind("noticed", clock.now())
                .bind("queued", queued)
                .bind("expires", queued.plus(wait(notice)))
                .then();
    }

    /** Mail is sent on the wall clock: as long after now as business time has left. */
    private Duration wait(Notice notice) {
        Instant useless = notice.uselessFrom();
        if (useless == null) {
            return LONGEST_WAIT;
        }
        Duration left = Duration.between(clock.now(), useless);
        return left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
    }
}
