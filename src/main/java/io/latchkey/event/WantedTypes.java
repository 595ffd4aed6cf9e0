package io.latchkey.event;

import io.latchkey.site.SiteId;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What each of a site's {@link Subscribers} wants to be told of; each change joins a transaction. */
@Component
public class WantedTypes {

    private final DatabaseClient database;

    WantedTypes(DatabaseClient database) {
        this.database = database;
    }

    /**
     * From now on this subscriber is told.
     *
     * @param types as {@link EventTypes#include} knows them; empty for all
     */
    public Mono<Void> begin(SiteId site, UUID subscriber, List<String> types) {
        return of("""
            INSERT INTO event_subscriber (site_id, subscriber_id, types)
            VALUES (:site, :subscriber, :types)
            ON CONFLICT (site_id, subscriber_id) DO UPDATE SET types = excluded.types
            """, site, subscriber)
                .bind("types", types.toArray(String[]::new))
                .then();
    }

    /** Nothing more is told to this subscriber; what waits for it waits on. */
    public Mono<Void> end(SiteId site, UUID subscriber) {
        return of(
                        "DELETE FROM event_subscriber WHERE site_id = :site AND subscriber_id = :subscriber",
                        site,
                        subscriber)
                .then();
    }

    private GenericExecuteSpec of(String sql, SiteId site, UUID subscriber) {
        return database.sql(sql).bind("site", site.value()).bind("subscriber", subscriber);
    }
}
