package io.latchkey.notice;

import io.latchkey.reader.identity.AddressWatch;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.Sites;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Letters that had nowhere to go are sent when their reader's address is told, and those that a
 * mail server refused when it is another address than the one it refused.
 */
@Component
class AwaitedAddresses implements AddressWatch {

    private final DatabaseClient database;
    private final Sites sites;
    private final Clock clock;

    AwaitedAddresses(DatabaseClient database, Sites sites, Clock clock) {
        this.database = database;
        this.sites = sites;
        this.clock = clock;
    }

    @Override
    public Mono<Void> told(ReaderKey reader, String address) {
        return sites.idSecret(reader.site())
                .map(secret -> AddressHash.of(address, secret))
                .flatMap(hash -> database.sql("""
                    UPDATE notice n SET status = 'pending', due_at = :now,
                        tried_since = NULL, leased = false
                    WHERE n.site_id = :site AND n.reader_id = :reader
                        AND n.expires_at > :now AND NOT n.leased
                        AND (n.outcome IN ('no-address', 'bad-address')
                            OR n.status = 'failed' AND n.outcome = 'rejected')
                        AND NOT EXISTS (SELECT 1 FROM notice_attempt a
                            WHERE a.site_id = n.site_id
                                AND a.reader_id = n.reader_id
                                AND a.notice_id = n.notice_id
                                AND a.address_hash = :hash)
                    """)
                        .bind("now", clock.tokenTime())
                        .bindValues(reader.parameters())
                        .bind("hash", hash)
                        .then());
    }
}
