package io.latchkey.site;

import io.latchkey.shared.Clock;
import io.latchkey.shared.Ids;
import io.latchkey.shared.Row;
import io.latchkey.shared.Shield;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The keys of all sites, as hashes. */
@Component
public class SiteKeys {

    private final DatabaseClient database;
    private final Shield shield;
    private final Clock clock;

    SiteKeys(DatabaseClient database, Shield shield, Clock clock) {
        this.database = database;
        this.shield = shield;
        this.clock = clock;
    }

    /** The key that this text is; empty when it is none, or was taken back. */
    public Mono<SiteKey> authenticate(String text) {
        return Mono.justOrEmpty(SiteKeySecret.parse(text)).flatMap(this::authenticate);
    }

    private Mono<SiteKey> authenticate(SiteKeySecret presented) {
        return database.sql(
                        "SELECT key_id, site_id, name, scopes, created_at, hash FROM site_key" + " WHERE key_id = :id")
                .bind("id", presented.id())
                .map(Row.to(row ->
                        presented.matches(row.bytes("hash")) ? Optional.of(key(row)) : Optional.<SiteKey>empty()))
                .one()
                .flatMap(Mono::justOrEmpty);
    }

    Mono<NewSiteKey> issue(SiteId site, String name, Set<Scope> scopes) {
        SiteKey key = new SiteKey(Ids.next(), site, name, scopes, clock.now());
        SiteKeySecret secret = SiteKeySecret.generate(key.id());
        return database.sql("""
            INSERT INTO site_key (key_id, site_id, name, scopes, hash, created_at)
            VALUES (:id, :site, :name, :scopes, :hash, :now)
            """)
                .bind("id", key.id())
                .bind("site", site.value())
                .bind("name", name)
                .bind("scopes", scopes.stream().map(Scope::word).toArray(String[]::new))
                .bind("hash", secret.hash())
                .bind("now", key.createdAt())
                .then()
                .thenReturn(new NewSiteKey(key, secret.text()));
    }

    Flux<SiteKey> of(SiteId site) {
        return database.sql("SELECT key_id, site_id, name, scopes, created_at FROM site_key"
                        + " WHERE site_id = :site ORDER BY key_id")
                .bind("site", site.value())
                .map(Row.to(SiteKeys::key))
                .all();
    }

    /** Refuses with {@code unknown-key}, and with {@code last-admin-key} what locks a site out. */
    Mono<Void> takeBack(SiteId site, UUID id) {
        return shield.transaction(
                // Two at once look one after the other, or each would leave the other's key.
                database.sql("SELECT site_id FROM site WHERE site_id = :site FOR NO KEY UPDATE")
                        .bind("site", site.value())
                        .then()
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
        return database.sql("DELETE FROM site_key WHERE site_id = :site AND key_id = :id")
                .bind("site", site.value())
                .bind("id", id)
                .then();
    }

    private static SiteKey key(Row row) {
        Set<Scope> scopes = row.texts("scopes").stream()
                .map(word -> Scope.valueOf(word.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
        return new SiteKey(
                row.id("key_id"), new SiteId(row.text("site_id")), row.text("name"), scopes, row.instant("created_at"));
    }

    /** A key at the one moment when its text is known. */
    record NewSiteKey(SiteKey key, String text) {}
}
