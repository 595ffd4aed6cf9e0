package io.latchkey.event.webhook;

import io.latchkey.shared.Clock;
import io.latchkey.shared.Ids;
import io.latchkey.shared.MasterKey;
import io.latchkey.shared.Row;
import io.latchkey.shared.Shield;
import io.latchkey.site.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The webhooks of all sites. */
@Component
class Webhooks {

    private static final int MOST = 10;
    private static final Duration ROLLED_IN = Duration.ofHours(24);
    private static final String COLUMNS =
            "webhook_id, site_id, url, types, failing_since, last_failure, last_failure_at,"
                    + " disabled_at, created_at";

    private final DatabaseClient database;
    private final MasterKey masterKey;
    private final Shield shield;
    private final Clock clock;

    Webhooks(DatabaseClient database, MasterKey masterKey, Shield shield, Clock clock) {
        this.database = database;
        this.masterKey = masterKey;
        this.shield = shield;
        this.clock = clock;
    }

    /** A webhook at a moment when its secret is shown. */
    record Shown(Webhook webhook, WebhookSecret secret) {}

    /** A webhook and the secrets that sign for it now, the youngest first. */
    record Signing(Webhook webhook, List<WebhookSecret> secrets) {}

    Mono<Shown> add(SiteId site, String url, List<String> types) {
        WebhookSecret secret = WebhookSecret.generate();
        Instant now = clock.tokenTime();
        Webhook webhook = new Webhook(Ids.next(), site, url, types, null, null, null, null, now);
        return shield.transaction(
                // Two at once count one after the other.
                database.sql("SELECT site_id FROM site WHERE site_id = :site FOR NO KEY UPDATE")
                        .bind("site", site.value())
                        .then()
                        .then(Mono.defer(() -> insert(webhook, secret)))
                        .filter(rows -> rows > 0)
                        .switchIfEmpty(Mono.error(WebhookProblem.TOO_MANY_WEBHOOKS::problem))
                        .thenReturn(new Shown(webhook, secret)));
    }

    private Mono<Long> insert(Webhook webhook, WebhookSecret secret) {
        return database.sql("""
            INSERT INTO webhook (site_id, webhook_id, url, types, secret, created_at)
            SELECT :site, :id, :url, :types, :secret, :now
            WHERE (SELECT count(*) FROM webhook WHERE site_id = :site) < :most
            """)
                .bind("site", webhook.site().value())
                .bind("id", webhook.id())
                .bind("url", webhook.url())
                .bind("types", webhook.types().toArray(String[]::new))
                .bind("secret", sealed(webhook.id(), secret))
                .bind("now", webhook.createdAt())
                .bind("most", MOST)
                .fetch()
                .rowsUpdated();
    }

    Flux<Webhook> of(SiteId site) {
        return database.sql("SELECT " + COLUMNS + " FROM webhook WHERE site_id = :site" + " ORDER BY webhook_id")
                .bind("site", site.value())
                .map(Row.to(Webhooks::webhook))
                .all();
    }

    /** Refuses with {@code unknown-webhook}. */
    Mono<Webhook> get(SiteId site, UUID id) {
        return of("SELECT " + COLUMNS + " FROM webhook", site, id)
                .map(Row.to(Webhooks::webhook))
                .one()
                .switchIfEmpty(Mono.error(WebhookProblem.UNKNOWN_WEBHOOK::problem));
    }

    /** The webhook with what signs for it; empty when it is gone. */
    Mono<Signing> signing(SiteId site, UUID id) {
        return of("SELECT " + COLUMNS + ", secret, former_secret, former_until FROM webhook", site, id)
                .map(Row.to(row -> new Signing(webhook(row), secrets(row))))
                .one();
    }

    /** What waits for it ends by itself, each when it is due. */
    Mono<Void> delete(SiteId site, UUID id) {
        return found(of("DELETE FROM webhook", site, id));
    }

    Mono<Webhook> enable(SiteId site, UUID id) {
        return found(of("UPDATE webhook SET disabled_at = NULL, failing_since = NULL", site, id))
                .then(Mono.defer(() -> get(site, id)));
    }

    /** Puts a new secret in place; the former signs too for a day. */
    Mono<Shown> roll(SiteId site, UUID id) {
        WebhookSecret secret = WebhookSecret.generate();
        return found(of(
                                "UPDATE webhook SET secret = :secret,"
                                        + " former_secret = secret, former_until = :until",
                                site,
                                id)
                        .bind("secret", sealed(id, secret))
                        .bind("until", clock.tokenTime().plus(ROLLED_IN)))
                .then(Mono.defer(() -> get(site, id)))
                .map(webhook -> new Shown(webhook, secret));
    }

    /** Writes a failure down; since when it fails. */
    Mono<Instant> fail(Webhook webhook, String what, Instant now) {
        return of(
                        "UPDATE webhook SET failing_since = coalesce(failing_since, :now),"
                                + " last_failure = :what, last_failure_at = :now",
                        webhook.site(),
                        webhook.id(),
                        " RETURNING failing_since")
                .bind("now", now)
                .bind("what", what)
                .mapValue(Instant.class)
                .one();
    }

    /** It took something: whatever failed before no longer counts. */
    Mono<Void> recover(Webhook webhook) {
        return webhook.failingSince() == null
                ? Mono.empty()
                : of("UPDATE webhook SET failing_since = NULL", webhook.site(), webhook.id())
                        .then();
    }

    /** Whether this call disabled it, and no other before. */
    Mono<Boolean> disable(Webhook webhook, Instant now) {
        return of("UPDATE webhook SET disabled_at = :now", webhook.site(), webhook.id(), " AND disabled_at IS NULL")
                .bind("now", now)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    private DatabaseClient.GenericExecuteSpec of(String sql, SiteId site, UUID id) {
        return of(sql, site, id, "");
    }

    private DatabaseClient.GenericExecuteSpec of(String sql, SiteId site, UUID id, String more) {
        return database.sql(sql + " WHERE site_id = :site AND webhook_id = :id" + more)
                .bind("site", site.value())
                .bind("id", id);
    }

    private static Mono<Void> found(DatabaseClient.GenericExecuteSpec change) {
        return change.fetch()
                .rowsUpdated()
                .filter(rows -> rows > 0)
                .switchIfEmpty(Mono.error(WebhookProblem.UNKNOWN_WEBHOOK::problem))
                .then();
    }

    private byte[] sealed(UUID id, WebhookSecret secret) {
        return masterKey.encrypt(secret.key(), WebhookSecret.sealedAs(id));
    }

    private List<WebhookSecret> secrets(Row row) {
        String as = WebhookSecret.sealedAs(row.id("webhook_id"));
        List<WebhookSecret> secrets = new ArrayList<>();
        secrets.add(new WebhookSecret(masterKey.decrypt(row.bytes("secret"), as)));
        Instant until = row.optionalInstant("former_until");
        if (until != null && clock.tokenTime().isBefore(until)) {
            secrets.add(new WebhookSecret(masterKey.decrypt(row.bytes("former_secret"), as)));
        }
        return secrets;
    }

    private static Webhook webhook(Row row) {
        return new Webhook(
                row.id("webhook_id"),
                new SiteId(row.text("site_id")),
                row.text("url"),
                row.texts("types"),
                row.optionalInstant("failing_since"),
                row.optionalText("last_failure"),
                row.optionalInstant("last_failure_at"),
                row.optionalInstant("disabled_at"),
                row.instant("created_at"));
    }
}
