package io.latchkey.access;

import static io.latchkey.shared.database.Bindings.orNull;

import io.latchkey.access.Standing.Asked;
import io.latchkey.access.Standing.Membership;
import io.latchkey.article.AccessLevel;
import io.latchkey.metering.Grants;
import io.latchkey.metering.Meter;
import io.latchkey.metering.MeterPeriod;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.session.ReaderStanding;
import io.latchkey.shared.database.Row;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.MeterLength;
import io.latchkey.site.MeterRules;
import io.latchkey.site.SiteProblem;
import io.latchkey.subscription.state.Running;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionStatus;
import io.latchkey.subscription.transition.Leniency;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Reads in one round trip all that a decision, the draw after it and the token need. The only query
 * across rooms; every part of it is found by the reader's or the article's key.
 */
@Component
class Standings {

    private static final String QUERY = """
        SELECT s.time_zone, s.meter_limit, s.meter_anonymous_limit, s.meter_period,
            s.token_lifetime_seconds, s.grace_days,
            a.access, a.tier,
            coalesce(r.sessions_generation, 0) AS generation,
            r.merged_into IS NOT NULL AS merged,
            EXISTS (SELECT 1 FROM ended_session e WHERE e.site_id = :site
                AND e.reader_id = :reader AND e.session_id = :session) AS ended,
            (SELECT v.revoked_before FROM revocation v WHERE v.site_id = :site
                AND v.reader_id = :reader) AS revoked_before,
            m.read_limit, m.used, m.period_end,
            EXISTS (SELECT 1 FROM unlock u WHERE u.site_id = :site
                AND u.reader_id = :reader AND u.article_id = :article) AS unlocked,
            (SELECT max(d.period_end) FROM metered_read d WHERE d.site_id = :site
                AND d.reader_id = :reader AND d.article_id = :article
                AND d.period_end > :now) AS read_until,
            (SELECT coalesce(sum(g.amount - g.used), 0)::bigint FROM unlock_grant g
                WHERE g.site_id = :site AND g.reader_id = :reader
                AND (g.expires_at IS NULL OR g.expires_at > :now)) AS unlock_left,
            c.status, c.source, c.paid_until, c.unpaid_since, c.look_at, c.ended_there,
            c.plan_id, c.price_minor, c.currency, c.period, c.unlocks_until, c.former_status,
            c.paused_at,
            p.tiers || c.sold_tiers AS tiers,
            ARRAY(SELECT substr(g.origin, length(:free) + 1) FROM unlock_grant g
                WHERE g.site_id = :site AND g.reader_id = :reader
                AND starts_with(g.origin, :free)
                AND strpos(substr(g.origin, length(:free) + 1), ':') = 0) AS free_packs,
            ARRAY(SELECT u.article_id FROM unlock u WHERE u.site_id = :site
                AND u.reader_id = :reader
                ORDER BY u.unlocked_at DESC LIMIT 10) AS recent_unlocks,
            ARRAY(SELECT d.article_id FROM metered_read d WHERE d.site_id = :site
                AND d.reader_id = :reader AND d.period_end > :lasting
                ORDER BY d.read_at DESC LIMIT 10) AS recent_reads
        FROM site s
        LEFT JOIN article a ON a.site_id = s.site_id AND a.article_id = :article
        LEFT JOIN reader r ON r.site_id = s.site_id AND r.reader_id = :reader
        LEFT JOIN meter m ON m.site_id = s.site_id AND m.reader_id = :reader
        LEFT JOIN subscription c ON c.site_id = s.site_id AND c.reader_id = :reader
            AND c.status <> 'expired'
        LEFT JOIN plan p ON p.site_id = s.site_id AND p.plan_id = c.plan_id
        WHERE s.site_id = :site
        """;

    private static final String BOUGHT = Subscription.Source.BOUGHT.word();

    /** No token lives longer; reads that end sooner are not named in one. */
    private static final int LONGEST_TOKEN_SECONDS = 300;

    private final DatabaseClient database;
    private final Leniency leniency;
    private final Clock clock;

    Standings(DatabaseClient database, Leniency leniency, Clock clock) {
        this.database = database;
        this.leniency = leniency;
        this.clock = clock;
    }

    /**
     * The standing of a reader towards an article.
     *
     * @param session the id of the calling session; null when a site's server asks
     */
    Mono<Read> read(ReaderKey reader, boolean anonymous, String article, @Nullable String session) {
        Instant now = clock.now();
        Instant tokenTime = clock.tokenTime();
        return database.sql(QUERY)
                .bind("site", reader.site().value())
                .bind("reader", reader.id())
                .bind("article", article)
                .bind("session", orNull(session, String.class))
                .bind("now", now)
                .bind("free", Grants.FREE)
                .bind("lasting", now.plusSeconds(LONGEST_TOKEN_SECONDS))
                .map(Row.to(row -> read(row, anonymous, now, tokenTime)))
                .one()
                .switchIfEmpty(Mono.error(SiteProblem.UNKNOWN_SITE::problem));
    }

    /**
     * What the query found.
     *
     * @param session how the calling session stands
     * @param nextPeriod the meter's period that a read would begin
     * @param nextLimit the limit of that
     * @param tokensFrom of when a token is that says so: now, unless those of now are revoked
     */
    record Read(
            Standing standing,
            ReaderStanding session,
            MeterPeriod nextPeriod,
            int nextLimit,
            int tokenLifetimeSeconds,
            Instant tokensFrom) {}

    private Read read(Row row, boolean anonymous, Instant now, Instant tokenTime) {
        ZoneId zone = ZoneId.of(row.text("time_zone"));
        MeterRules rules = new MeterRules(
                row.count("meter_limit"),
                row.count("meter_anonymous_limit"),
                MeterLength.parse(row.text("meter_period")));
        Standing standing = new Standing(
                now,
                anonymous,
                article(row),
                row.flag("unlocked"),
                row.optionalInstant("read_until"),
                Meter.at(now, meter(row), rules, anonymous, zone),
                row.number("unlock_left"),
                membership(row),
                recent(row),
                row.texts("free_packs"));
        return new Read(
                standing,
                new ReaderStanding(row.count("generation"), row.flag("merged"), row.flag("ended")),
                MeterPeriod.begunBy(now, rules.period(), zone),
                rules.limitFor(anonymous),
                row.count("token_lifetime_seconds"),
                tokensFrom(row, tokenTime));
    }

    private static Instant tokensFrom(Row row, Instant tokenTime) {
        Instant revoked = row.optionalInstant("revoked_before");
        return revoked != null && revoked.isAfter(tokenTime) ? revoked : tokenTime;
    }

    private static @Nullable Asked article(Row row) {
        String access = row.optionalText("access");
        return access == null ? null : new Asked(AccessLevel.parse(access), row.text("tier"));
    }

    private static Meter.@Nullable Stored meter(Row row) {
        Instant end = row.optionalInstant("period_end");
        return end == null ? null : new Meter.Stored(row.count("read_limit"), row.count("used"), end);
    }

    private @Nullable Membership membership(Row row) {
        String word = row.optionalText("status");
        if (word == null) {
            return null;
        }
        Running running = running(SubscriptionStatus.parse(word), row);
        return new Membership(
                running,
                row.texts("tiers"),
                leniency.with(row.count("grace_days")).openUntil(running));
    }

    private static Running running(SubscriptionStatus status, Row row) {
        String former = row.optionalText("former_status");
        return new Running(
                status,
                BOUGHT.equals(row.text("source")),
                row.flag("ended_there"),
                new PlanId(row.text("plan_id")),
                new Price(row.number("price_minor"), row.text("currency")),
                Period.parse(row.text("period")),
                row.instant("paid_until"),
                row.optionalInstant("unlocks_until"),
                former == null ? null : SubscriptionStatus.parse(former),
                row.optionalInstant("paused_at"),
                row.optionalInstant("unpaid_since"),
                row.optionalInstant("look_at"));
    }

    /** Both are in the reader's hand; of more than fit a token the latest of each remain. */
    private static List<String> recent(Row row) {
        return Stream.concat(row.texts("recent_unlocks").stream(), row.texts("recent_reads").stream())
                .distinct()
                .toList();
    }
}
