package io.latchkey.metering;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Sweeps;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Perishable;
import io.latchkey.site.Site;
import io.latchkey.site.SiteId;
import io.latchkey.site.Sites;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.data.domain.Sort;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What readers opened on the meter; deleted the site's {@code history.days} after the period. */
@Component
class Reads implements Perishable {

    private final R2dbcEntityTemplate rows;
    private final Sites sites;
    private final Clock clock;

    Reads(R2dbcEntityTemplate rows, Sites sites, Clock clock) {
        this.rows = rows;
        this.sites = sites;
        this.clock = clock;
    }

    Flux<Read> of(ReaderKey reader) {
        return rows.select(
                query(where("site_id").is(reader.site()).and("reader_id").is(reader.id()))
                        .sort(Sort.by("readAt", "article")),
                Read.class);
    }

    /** Copies one reader's reads to another as the function merge_reads says; safe to repeat. */
    Mono<Void> copy(ReaderKey from, ReaderKey to) {
        return of(from).collectList()
                .filter(reads -> !reads.isEmpty())
                .zipWith(sites.get(to.site()))
                .flatMap(both -> copy(both.getT1(), to, both.getT2()));
    }

    private Mono<Void> copy(List<Read> reads, ReaderKey to, Site site) {
        Instant now = clock.now();
        MeterPeriod period = MeterPeriod.begunBy(now, site.meter().period(), site.timeZone());
        return rows.getDatabaseClient()
                .sql("""
                    SELECT merge_reads(:site, :reader, :now, :start, :end, :limit,
                        CAST(:articles AS text[]), CAST(:read_ats AS timestamptz[]),
                        CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[]))
                    """)
                .bindValues(to.parameters())
                .bind("now", now)
                .bind("start", period.start())
                .bind("end", period.end())
                .bind("limit", site.meter().limit())
                .bind("articles", reads.stream().map(Read::article).toArray(String[]::new))
                .bind("read_ats", reads.stream().map(Read::readAt).toArray(Instant[]::new))
                .bind("starts", reads.stream().map(Read::periodStart).toArray(Instant[]::new))
                .bind("ends", reads.stream().map(Read::periodEnd).toArray(Instant[]::new))
                .then();
    }

    @Override
    public Mono<Long> purge(Instant now) {
        return sites.all()
                .concatMap(site -> purge(
                        site.id(), now.minus(Duration.ofDays(site.history().days()))))
                .reduce(0L, Long::sum)
                .zipWith(purgeMeters(now), Long::sum);
    }

    private Mono<Long> purge(SiteId site, Instant before) {
        return Sweeps.delete(
                rows.getDatabaseClient(),
                "metered_read WHERE site_id = :site AND period_end < :before",
                Map.of("site", site.value(), "before", before));
    }

    /** A meter whose period is over says nothing any more: the next read begins another. */
    private Mono<Long> purgeMeters(Instant now) {
        return Sweeps.delete(
                rows.getDatabaseClient(),
                "meter WHERE period_end < :before",
                Map.of("before", now.minus(Duration.ofDays(1))));
    }

    /**
     * One article opened on the meter.
     *
     * @param periodEnd until when it is open
     */
    @Table("metered_read")
    record Read(@Column("article_id") String article, Instant readAt, Instant periodStart, Instant periodEnd) {}
}
