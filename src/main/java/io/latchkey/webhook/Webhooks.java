package io.latchkey.webhook;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.latchkey.event.WantedTypes;
import io.latchkey.shared.database.Ciphertext;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.database.MasterKey;
import io.latchkey.shared.database.Shield;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.SiteId;
import io.latchkey.site.Sites;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.data.relational.core.query.Update;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The webhooks of all sites. */
@Component
class Webhooks {

    private static final int MOST = 10;
    private static final Duration ROLLED_IN = Duration.ofHours(24);
    private final R2dbcEntityTemplate rows;
    private final WantedTypes wanted;
    private final Sites sites;
    private final MasterKey masterKey;
    private final Shield shield;
    private final Clock clock;

    Webhooks(
            R2dbcEntityTemplate rows,
            WantedTypes wanted,
            Sites sites,
            MasterKey masterKey,
            Shield shield,
            Clock clock) {
        this.rows = rows;
        this.wanted = wanted;
        this.sites = sites;
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
                sites.lock(site)
                        .then(Mono.defer(() -> insert(webhook, secret)))
                        .filter(rows -> rows > 0)
                        .switchIfEmpty(Mono.error(WebhookProblem.TOO_MANY_WEBHOOKS::problem))
                        .flatMap(_ -> wanted.begin(site, webhook.id(), types))
                        .thenReturn(new Shown(webhook, secret)));
    }

    private Mono<Long> insert(Webhook webhook, WebhookSecret secret) {
        return sql("""
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
        return rows.select(query(where("site").is(site)).sort(Sort.by("id")), Webhook.class);
    }

    /** Refuses with {@code unknown-webhook}. */
    Mono<Webhook> get(SiteId site, UUID id) {
        return rows.selectOne(query(keyed(site, id)), Webhook.class)
                .switchIfEmpty(Mono.error(WebhookProblem.UNKNOWN_WEBHOOK::problem));
    }

    /** The webhook with what signs for it; empty when it is gone. */
    Mono<Signing> signing(SiteId site, UUID id) {
        return rows.selectOne(
                        query(where("webhook.site").is(site).and("webhook.id").is(id)), Secrets.class)
                .map(found -> new Signing(found.webhook(), secrets(found)));
    }

    /** A webhook and its secrets as they are stored. */
    @Table("webhook")
    private record Secrets(
            @Embedded.Empty Webhook webhook,
            Ciphertext secret,
            @Nullable Ciphertext formerSecret,
            @Nullable Instant formerUntil) {}

    /** What waits for it ends by itself, each when it is due. */
    Mono<Void> delete(SiteId site, UUID id) {
        return shield.transaction(
                found(rows.delete(query(keyed(site, id)), Webhook.class)).then(wanted.end(site, id)));
    }

    Mono<Webhook> enable(SiteId site, UUID id) {
        return shield.transaction(
                found(update(site, id, Update.update("disabledAt", null).set("failingSince", null)))
                        .then(Mono.defer(() -> get(site, id)))
                        .delayUntil(enabled -> wanted.begin(site, id, enabled.types())));
    }

    /** Puts a new secret in place; the former signs too for a day. */
    Mono<Shown> roll(SiteId site, UUID id) {
        WebhookSecret secret = WebhookSecret.generate();
        return found(sql("""
            UPDATE webhook SET secret = :secret, former_secret = secret, former_until = :until
            WHERE site_id = :site AND webhook_id = :id
            """)
                        .bind("site", site.value())
                        .bind("id", id)
                        .bind("secret", sealed(id, secret))
                        .bind("until", clock.tokenTime().plus(ROLLED_IN))
                        .fetch()
                        .rowsUpdated())
                .then(Mono.defer(() -> get(site, id)))
                .map(webhook -> new Shown(webhook, secret));
    }

    /** Writes a failure down; since when it fails. */
    Mono<Instant> fail(Webhook webhook, String what, Instant now) {
        return sql("""
            UPDATE webhook SET failing_since = coalesce(failing_since, :now),
                last_failure = :what, last_failure_at = :now
            WHERE site_id = :site AND webhook_id = :id
            RETURNING failing_since
            """)
                .bind("site", webhook.site().value())
                .bind("id", webhook.id())
                .bind("now", now)
                .bind("what", what)
                .mapValue(Instant.class)
                .one();
    }

    /** It took something: whatever failed before no longer counts. */
    Mono<Void> recover(Webhook webhook) {
        return webhook.failingSince() == null
                ? Mono.empty()
                : update(webhook.site(), webhook.id(), Update.update("failingSince", null))
                        .then();
    }

    /** Whether this call disabled it, and no other before; joins the transaction. */
    Mono<Boolean> disable(Webhook webhook, Instant now) {
        Criteria enabled = keyed(webhook.site(), webhook.id()).and("disabledAt").isNull();
        return rows.update(query(enabled), Update.update("disabledAt", now), Webhook.class)
                .map(changed -> changed > 0)
                .delayUntil(disabled -> disabled ? wanted.end(webhook.site(), webhook.id()) : Mono.empty());
    }

    private Mono<Long> update(SiteId site, UUID id, Update change) {
        return rows.update(query(keyed(site, id)), change, Webhook.class);
    }

    private static Criteria keyed(SiteId site, UUID id) {
        return where("site").is(site).and("id").is(id);
    }

    private GenericExecuteSpec sql(String sql) {
        return rows.getDatabaseClient().sql(sql);
    }

    private static Mono<Void> found(Mono<Long> changed) {
        return changed.filter(count -> count > 0)
                .switchIfEmpty(Mono.error(WebhookProblem.UNKNOWN_WEBHOOK::problem))
                .then();
    }

    private byte[] sealed(UUID id, WebhookSecret secret) {
        return masterKey.encrypt(secret.key(), WebhookSecret.sealedAs(id)).bytes();
    }

    private List<WebhookSecret> secrets(Secrets found) {
        String as = WebhookSecret.sealedAs(found.webhook().id());
        List<WebhookSecret> secrets = new ArrayList<>();
        secrets.add(new WebhookSecret(masterKey.decrypt(found.secret(), as)));
        Ciphertext former = found.formerSecret();
        Instant until = found.formerUntil();
        if (former != null && until != null && clock.tokenTime().isBefore(until)) {
            secrets.add(new WebhookSecret(masterKey.decrypt(former, as)));
        }
        return secrets;
    }
}
