package io.latchkey.metering;

import io.latchkey.reader.ReaderKey;
import io.latchkey.shared.Clock;
import io.latchkey.shared.Perishable;
import io.latchkey.shared.Row;
import io.latchkey.site.Site;
import io.latchkey.site.Sites;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What readers opened on the meter; deleted the site's {@code history.days} after the period. */
@Component
class Reads implements Perishable {

    private final DatabaseClient database;
    private final Sites sites;
    private final Clock clock;

    Reads(DatabaseClient database, Sites sites, Clock clock) {
        this.database = database;
        this.sites = sites;
        this.clock = clock;
    }

    Flux<Read> of(ReaderKey reader) {
        return database.sql("""
            SELECT article_id, read_at, period_start, period_end FROM metered_read
            WHERE site_id = :site AND reader_id = :reader ORDER BY read_at, article_id
            """)
                .bindValues(reader.parameters())
                .map(Row.to(row -> new Read(
                        row.text("article_id"),
                        row.instant("read_at"),
                        row.instant("period_start"),
                        row.instant("period_end"))))
                .all();
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
        return database.sql("""
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
        return database.sql("""
            DELETE FROM metered_read
            WHERE (site_id, reader_id, period_start, article_id) IN (
                SELECT r.site_id, r.reader_id, r.period_start, r.article_id
                FROM metered_read r JOIN site s ON s.site_id = r.site_id
                WHERE r.period_end < :now - make_interval(days => s.history_days)
                FOR UPDATE OF r SKIP LOCKED)
            """).bind("now", now).fetch().rowsUpdated().zipWith(purgeMeters(now), Long::sum);
    }

    /** A meter whose period is over says nothing any more: the next read begins another. */
    private Mono<Long> purgeMeters(Instant now) {
        return database.sql("DELETE FROM meter WHERE period_end < :before")
                .bind("before", now.minus(Duration.ofDays(1)))
                .fetch()
                .rowsUpdated();
    }

    /**
     * One article opened on the meter.
     *
     * @param periodEnd until when it is open
     */
    record Read(String article, Instant readAt, Instant periodStart, Instant periodEnd) {}
}
