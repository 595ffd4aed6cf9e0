package io.latchkey.site;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.latchkey.shared.database.Ids;
import io.latchkey.shared.database.Rows;
import io.latchkey.shared.database.Shield;
import io.latchkey.shared.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.data.domain.Sort;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The keys of all sites, as hashes. */
@Component
public class SiteKeys {

    private final R2dbcEntityTemplate rows;
    private final Sites sites;
    private final Shield shield;
    private final Clock clock;

    SiteKeys(R2dbcEntityTemplate rows, Sites sites, Shield shield, Clock clock) {
        this.rows = rows;
        this.sites = sites;
        this.shield = shield;
        this.clock = clock;
    }

    /** The key that this text is; empty when it is none, or was taken back. */
    public Mono<SiteKey> authenticate(String text) {
        return Mono.justOrEmpty(SiteKeySecret.parse(text)).flatMap(this::authenticate);
    }

    private Mono<SiteKey> authenticate(SiteKeySecret presented) {
        return rows.selectOne(query(where("key.id").is(presented.id())), Hashed.class)
                .filter(found -> presented.matches(found.hash()))
                .map(Hashed::key);
    }

    Mono<NewSiteKey> issue(SiteId site, String name, Set<Scope> scopes) {
        SiteKey key = new SiteKey(Ids.next(), site, name, scopes, clock.now());
        SiteKeySecret secret = SiteKeySecret.generate(key.id());
        return rows.getDatabaseClient()
                .sql("""
                    INSERT INTO site_key (key_id, site_id, name, scopes, hash, created_at)
                    VALUES (:key_id, :site_id, :name, :scopes, :hash, :created_at)
                    """)
                .bindValues(Rows.parameters(rows, new Hashed(key, secret.hash())))
                .then()
                .thenReturn(new NewSiteKey(key, secret.text()));
    }

    Flux<SiteKey> of(SiteId site) {
        return rows.select(query(where("site").is(site)).sort(Sort.by("id")), SiteKey.class);
    }

    /** Refuses with {@code unknown-key}, and with {@code last-admin-key} what locks a site out. */
    Mono<Void> takeBack(SiteId site, UUID id) {
        return shield.transaction(
                // Two at once look one after the other, or each would leave the other's key.
                sites.lock(site)
                        .then(Mono.defer(() -> of(site).collectList()))
                        .flatMap(keys -> delete(keys, site, id)));
    }

    private Mono<Void> delete(List<SiteKey> keys, SiteId site, UUID id) {
        if (keys.stream().noneMatch(key -> key.id().equals(id))) {
            return Mono.error(SiteProblem.UNKNOWN_KEY.problem());
        }
        List<SiteKey> admins =
                keys.stream().filter(key -> key.scopes().contains(Scope.ADMIN)).toList();
        if (admins.size() == 1 && admins.getFirst().id().equals(id)) {
            return Mono.error(SiteProblem.LAST_ADMIN_KEY.problem());
        }
        return rows.delete(query(where("site").is(site).and("id").is(id)), SiteKey.class)
                .then();
    }

    /** A key and the hash of its secret, which is compared in constant time and never as a part of this record. */
    @Table("site_key")
    @SuppressWarnings("ArrayRecordComponent")
    private record Hashed(@Embedded.Empty SiteKey key, byte[] hash) {}

    /** A key at the one moment when its text is known. */
    record NewSiteKey(SiteKey key, String text) {}
}
