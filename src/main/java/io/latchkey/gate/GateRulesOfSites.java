package io.latchkey.gate;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.latchkey.shared.database.Rows;
import io.latchkey.shared.time.Deadline;
import io.latchkey.site.SiteId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;
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

    private final R2dbcEntityTemplate rows;
    private final AtomicReference<Map<SiteId, GateRules>> known = new AtomicReference<>(Map.of());

    GateRulesOfSites(R2dbcEntityTemplate rows) {
        this.rows = rows;
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
        return rows.selectOne(query(where("site").is(site)), Stored.class)
                .map(Stored::rules)
                .defaultIfEmpty(GateRules.NONE);
    }

    Mono<Void> put(SiteId site, GateRules rules) {
        return rows.getDatabaseClient()
                .sql("""
                    INSERT INTO site_gate (site_id, article_paths, other_paths)
                    VALUES (:site_id, :article_paths, :other_paths)
                    ON CONFLICT (site_id) DO UPDATE SET
                        article_paths = excluded.article_paths,
                        other_paths = excluded.other_paths
                    """)
                .bindValues(Rows.parameters(rows, Stored.of(site, rules)))
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
        return rows.select(Stored.class)
                .all()
                .collectMap(Stored::site, Stored::rules)
                .doOnNext(known::set);
    }

    @Table("site_gate")
    private record Stored(@Column("site_id") SiteId site, List<ArticlePattern> articlePaths, String otherPaths) {

        private static final String OPEN = "allow";

        static Stored of(SiteId site, GateRules rules) {
            return new Stored(site, rules.articlePaths(), rules.otherPathsOpen() ? OPEN : "deny");
        }

        GateRules rules() {
            return new GateRules(articlePaths, otherPaths.equals(OPEN));
        }
    }
}
