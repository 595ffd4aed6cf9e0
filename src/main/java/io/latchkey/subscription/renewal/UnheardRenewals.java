package io.latchkey.subscription.renewal;

import io.latchkey.shared.time.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Shows publishers how many renewals their payment provider has said nothing of: readers read on,
 * but somebody should ask why. Readers whose payment failed are not among them.
 */
@Component
public class UnheardRenewals {

    /** Longer than a provider usually takes. */
    private static final Duration UNUSUAL = Duration.ofHours(2);

    private final R2dbcEntityTemplate rows;
    private final MultiGauge gauge;
    private final Clock clock;

    UnheardRenewals(R2dbcEntityTemplate rows, MeterRegistry meters, Clock clock) {
        this.rows = rows;
        this.gauge = MultiGauge.builder("latchkey.subscriptions.unheard")
                .description("renewals that are due and of which the provider said nothing")
                .register(meters);
        this.clock = clock;
    }

    /** Counts anew; a site without any is not shown. */
    @Scheduled(fixedDelay = 60_000)
    public Mono<Void> count() {
        return Mono.defer(() -> rows.getRowsFetchSpec(unheard(), Unheard.class, Unheard.class)
                .all()
                .map(of -> MultiGauge.Row.of(Tags.of("site", of.site()), of.unheard()))
                .collectList()
                .doOnNext(found -> gauge.register(found, true))
                .then());
    }

    @Table("subscription")
    private record Unheard(@Column("site_id") String site, long unheard) {}

    private GenericExecuteSpec unheard() {
        return rows.getDatabaseClient().sql("""
            SELECT site_id, count(*) AS unheard FROM subscription
            WHERE look_at IS NOT NULL AND unpaid_since IS NULL
                AND paid_until < :before
            GROUP BY site_id
            """).bind("before", clock.now().minus(UNUSUAL));
    }
}
