package io.latchkey.site;

import static io.latchkey.shared.Bindings.orNull;

import io.latchkey.shared.Clock;
import io.latchkey.shared.Page;
import io.latchkey.shared.Row;
import io.latchkey.shared.WebOrigin;
import java.net.URI;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** All sites. */
@Component
public class Sites {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String COLUMNS = "site_id, name, origins, time_zone, locale, imprint, meter_limit,"
            + " meter_anonymous_limit, meter_period, token_lifetime_seconds, history_days,"
            + " grace_days, pack_refund_takes, withdrawal_refund, dispute_cancels";

    private final DatabaseClient database;
    private final Clock clock;
    private final Map<SiteId, byte[]> idSecrets = new ConcurrentHashMap<>();

    Sites(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The site; refuses with {@code unknown-site}. */
    public Mono<Site> get(SiteId id) {
        return database.sql("SELECT " + COLUMNS + " FROM site WHERE site_id = :site")
                .bind("site", id.value())
                .map(Row.to(Sites::site))
                .one()
                .switchIfEmpty(Mono.error(SiteProblem.UNKNOWN_SITE::problem));
    }

    /** All sites in the order of their ids. */
    Mono<Page<Site>> page(Page.Request page) {
        return database.sql("SELECT "
                        + COLUMNS
                        + " FROM site WHERE (CAST(:after AS text) IS NULL"
                        + " OR site_id > CAST(:after AS text))"
                        + " ORDER BY site_id LIMIT :size")
                .bind("after", orNull(page.after(), String.class))
                .bind("size", page.size() + 1)
                .map(Row.to(Sites::site))
                .all()
                .collectList()
                .map(rows -> Page.of(rows, page, site -> site.id().value()));
    }

    /** The sites that name this web origin as their own. */
    public Mono<Set<SiteId>> withOrigin(WebOrigin origin) {
        return database.sql("SELECT site_id FROM site WHERE origins @> ARRAY[:origin]::text[]")
                .bind("origin", origin.toString())
                .map(Row.to(row -> new SiteId(row.text("site_id"))))
                .all()
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
        return database.sql("SELECT id_secret FROM site WHERE site_id = :site")
                .bind("site", id.value())
                .map(Row.to(row -> row.bytes("id_secret")))
                .one()
                .switchIfEmpty(Mono.error(SiteProblem.UNKNOWN_SITE::problem))
                .doOnNext(secret -> idSecrets.put(id, secret));
    }

    Mono<Void> add(Site site) {
        byte[] idSecret = new byte[32];
        RANDOM.nextBytes(idSecret);
        return written("""
            INSERT INTO site (site_id, name, origins, time_zone, locale, imprint,
                meter_limit, meter_anonymous_limit, meter_period, token_lifetime_seconds,
                history_days, grace_days, pack_refund_takes, withdrawal_refund,
                dispute_cancels, id_secret, created_at)
            VALUES (:site, :name, :origins, :zone, :locale, :imprint, :limit, :anonymous,
                :period, :lifetime, :history, :grace, :pack_refund, :withdrawal, :dispute,
                :secret, :now)
            """, site)
                .bind("secret", idSecret)
                .bind("now", clock.now())
                .then()
                .onErrorMap(DuplicateKeyException.class, _ -> SiteProblem.ALREADY_EXISTS.problem());
    }

    Mono<Void> replace(Site site) {
        return written("""
            UPDATE site SET name = :name, origins = :origins, time_zone = :zone,
                locale = :locale, imprint = :imprint, meter_limit = :limit,
                meter_anonymous_limit = :anonymous, meter_period = :period,
                token_lifetime_seconds = :lifetime, history_days = :history,
                grace_days = :grace, pack_refund_takes = :pack_refund,
                withdrawal_refund = :withdrawal, dispute_cancels = :dispute
            WHERE site_id = :site
            """, site).then();
    }

    private DatabaseClient.GenericExecuteSpec written(String sql, Site site) {
        URI imprint = site.imprint();
        return database.sql(sql)
                .bind("site", site.id().value())
                .bind("name", site.name())
                .bind(
                        "origins",
                        site.origins().stream().map(WebOrigin::toString).toArray(String[]::new))
                .bind("zone", site.timeZone().getId())
                .bind("locale", site.locale().toLanguageTag())
                .bind("imprint", orNull(imprint == null ? null : imprint.toString(), String.class))
                .bind("limit", site.meter().limit())
                .bind("anonymous", site.meter().anonymousLimit())
                .bind("period", site.meter().period().text())
                .bind("lifetime", site.token().lifetimeSeconds())
                .bind("history", site.history().days())
                .bind("grace", site.graceDays())
                .bind("pack_refund", site.packRefunds().takeBack().word())
                .bind("withdrawal", site.withdrawals().refund().word())
                .bind("dispute", site.disputes().cancel().word());
    }

    /** Maps a row that holds all columns of a site. */
    private static Site site(Row row) {
        String imprint = row.optionalText("imprint");
        return new Site(
                new SiteId(row.text("site_id")),
                row.text("name"),
                row.texts("origins").stream()
                        .map(WebOrigin::of)
                        .flatMap(Optional::stream)
                        .toList(),
                ZoneId.of(row.text("time_zone")),
                Locale.forLanguageTag(row.text("locale")),
                imprint == null ? null : URI.create(imprint),
                new MeterRules(
                        row.count("meter_limit"),
                        row.count("meter_anonymous_limit"),
                        MeterLength.parse(row.text("meter_period"))),
                new Site.TokenRules(row.count("token_lifetime_seconds")),
                new Site.HistoryRules(row.count("history_days")),
                row.count("grace_days"),
                new PackRefundRules(PackRefundRules.TakeBack.parse(row.text("pack_refund_takes"))),
                new WithdrawalRules(WithdrawalRules.Repaid.parse(row.text("withdrawal_refund"))),
                new DisputeRules(DisputeRules.Cancel.parse(row.text("dispute_cancels"))));
    }
}
