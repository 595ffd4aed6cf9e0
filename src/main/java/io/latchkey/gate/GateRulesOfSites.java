package io.latchkey.gate;

import io.latchkey.shared.Deadline;
import io.latchkey.shared.Row;
import io.latchkey.site.SiteId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What each site told the gate. All of it is in memory and read every five seconds, so that no
 * request waits for it.
 */
@Component
class GateRulesOfSites implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(GateRulesOfSites.class);
    private static final Duration LONGEST_READ = Duration.ofSeconds(5);

    private final DatabaseClient database;
    private final AtomicReference<Map<SiteId, GateRules>> known = new AtomicReference<>(Map.of());

    GateRulesOfSites(DatabaseClient database) {
        this.database = database;
    }

    /** Reads them before the first request, on the starting thread, which may wait. */
    @Override
    public void afterSingletonsInstantiated() {
        refresh().toFuture().join();
    }

    /** The site's rules as they were a moment ago. */
    GateRules of(SiteId site) {
        return known.get().getOrDefault(site, GateRules.NONE);
    }

    Mono<GateRules> get(SiteId site) {
        return database.sql("""
            SELECT site_id, article_paths, other_paths FROM site_gate
            WHERE site_id = :site
            """)
                .bind("site", site.value())
                .map(Row.to(GateRulesOfSites::rules))
                .one()
                .defaultIfEmpty(GateRules.NONE);
    }

    Mono<Void> put(SiteId site, GateRules rules) {
        return database.sql("""
            INSERT INTO site_gate (site_id, article_paths, other_paths)
            VALUES (:site, :paths, :others)
            ON CONFLICT (site_id) DO UPDATE SET
                article_paths = excluded.article_paths,
                other_paths = excluded.other_paths
            """)
                .bind("site", site.value())
                .bind(
                        "paths",
                        rules.articlePaths().stream().map(ArticlePattern::text).toArray(String[]::new))
                .bind("others", rules.otherPathsOpen() ? "allow" : "deny")
                .then()
                .then(Mono.defer(this::refresh));
    }

    @Scheduled(fixedDelay = 5_000)
    Mono<Void> refresh() {
        return Deadline.bounded(LONGEST_READ, read())
                .doOnError(error -> LOG.warn("gate rules not read again: {}", error.toString()))
                .onErrorComplete()
                .then();
    }

    private Mono<Map<SiteId, GateRules>> read() {
        return database.sql("SELECT site_id, article_paths, other_paths FROM site_gate")
                .map(Row.to(row -> Map.entry(new SiteId(row.text("site_id")), rules(row))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .doOnNext(known::set);
    }

    private static GateRules rules(Row row) {
        List<ArticlePattern> paths =
                row.texts("article_paths").stream().map(ArticlePattern::of).toList();
        return new GateRules(paths, row.text("other_paths").equals("allow"));
    }
}
