package io.latchkey.site;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.latchkey.shared.database.Rows;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.web.Page;
import io.latchkey.shared.web.WebOrigin;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Sort;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.data.relational.core.query.Query;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** All sites. */
@Component
public class Sites {

    private static final SecureRandom RANDOM = new SecureRandom();
    private final R2dbcEntityTemplate rows;
    private final Clock clock;
    private final Map<SiteId, byte[]> idSecrets = new ConcurrentHashMap<>();

    Sites(R2dbcEntityTemplate rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    /** The site; refuses with {@code unknown-site}. */
    public Mono<Site> get(SiteId id) {
        return rows.selectOne(query(where("id").is(id)), Site.class)
                .switchIfEmpty(Mono.error(SiteProblem.UNKNOWN_SITE::problem));
    }

    /** All sites, read before the first is handed on: no connection is held meanwhile. */
    public Flux<Site> all() {
        return rows.select(Query.empty(), Site.class).collectList().flatMapMany(Flux::fromIterable);
    }

    /** Nobody else locks the site until the transaction ends: who counts what it has counts alone. */
    public Mono<Void> lock(SiteId id) {
        return rows.getDatabaseClient()
                .sql("SELECT site_id FROM site WHERE site_id = :site FOR NO KEY UPDATE")
                .bind("site", id.value())
                .then();
    }

    /** All sites in the order of their ids. */
    Mono<Page<Site>> page(Page.Request page) {
        String after = page.after();
        Criteria which = after == null ? Criteria.empty() : where("site_id").greaterThan(after);
        return rows.select(query(which).sort(Sort.by("id")).limit(page.size() + 1), Site.class)
                .collectList()
                .map(found -> Page.of(found, page, site -> site.id().value()));
    }

    /** The sites that name this web origin as their own. */
    public Mono<Set<SiteId>> withOrigin(WebOrigin origin) {
        return rows.getDatabaseClient()
                .sql("SELECT site_id FROM site WHERE origins @> ARRAY[:origin]::text[]")
                .bind("origin", origin.toString())
                .mapValue(String.class)
                .all()
                .map(SiteId::new)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The secret from which this site's reader ids are derived; it never rotates, so it is kept.
     */
    public Mono<byte[]> idSecret(SiteId id) {
        byte[] known = idSecrets.get(id);
        return known != null ? Mono.just(known) : readIdSecret(id);
    }

    private Mono<byte[]> readIdSecret(SiteId id) {
        return rows.getDatabaseClient()
                .sql("SELECT id_secret FROM site WHERE site_id = :site")
                .bind("site", id.value())
                .mapValue(byte[].class)
                .one()
                .switchIfEmpty(Mono.error(SiteProblem.UNKNOWN_SITE::problem))
                .doOnNext(secret -> idSecrets.put(id, secret));
    }

    Mono<Void> add(Site site) {
        byte[] idSecret = new byte[32];
        RANDOM.nextBytes(idSecret);
        return rows.getDatabaseClient()
                .sql("""
                    INSERT INTO site (site_id, name, origins, time_zone, locale, imprint,
                        meter_limit, meter_anonymous_limit, meter_period,
                        token_lifetime_seconds, history_days, grace_days, pack_refund_takes,
                        withdrawal_refund, dispute_cancels, id_secret, created_at)
                    VALUES (:site_id, :name, :origins, :time_zone, :locale, :imprint,
                        :meter_limit, :meter_anonymous_limit, :meter_period,
                        :token_lifetime_seconds, :history_days, :grace_days,
                        :pack_refund_takes, :withdrawal_refund, :dispute_cancels,
                        :id_secret, :created_at)
                    """)
                .bindValues(Rows.parameters(rows, site))
                .bind("id_secret", idSecret)
                .bind("created_at", clock.now())
                .then()
                .onErrorMap(DuplicateKeyException.class, _ -> SiteProblem.ALREADY_EXISTS.problem());
    }

    Mono<Void> replace(Site site) {
        return Rows.met(rows.getDatabaseClient()
                .sql("""
                    UPDATE site SET name = :name, origins = :origins, time_zone = :time_zone,
                        locale = :locale, imprint = :imprint, meter_limit = :meter_limit,
                        meter_anonymous_limit = :meter_anonymous_limit,
                        meter_period = :meter_period,
                        token_lifetime_seconds = :token_lifetime_seconds,
                        history_days = :history_days, grace_days = :grace_days,
                        pack_refund_takes = :pack_refund_takes,
                        withdrawal_refund = :withdrawal_refund,
                        dispute_cancels = :dispute_cancels
                    WHERE site_id = :site_id
                    """)
                .bindValues(Rows.parameters(rows, site))
                .fetch()
                .rowsUpdated());
    }
}
