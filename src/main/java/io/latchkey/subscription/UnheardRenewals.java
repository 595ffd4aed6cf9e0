package io.latchkey.subscription;

import io.latchkey.shared.Clock;
import io.latchkey.shared.Row;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import org.springframework.r2dbc.core.DatabaseClient;
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

    private final DatabaseClient database;
    private final MultiGauge gauge;
    private final Clock clock;

    UnheardRenewals(DatabaseClient database, MeterRegistry meters, Clock clock) {
        this.database = database;
        this.gauge = MultiGauge.builder("latchkey.subscriptions.unheard")
                .description("renewals that are due and of which the provider said nothing")
                .register(meters);
        this.clock = clock;
    }

    /** Counts anew; a site without any is not shown. */
    @Scheduled(fixedDelay = 60_000)
    public Mono<Void> count() {
        return Mono.defer(() -> database.sql("""
            SELECT site_id, count(*) AS unheard FROM subscription
            WHERE look_at IS NOT NULL AND unpaid_since IS NULL
                AND paid_until < :before
            GROUP BY site_id
            """)
                .bind("before", clock.now().minus(UNUSUAL))
                .map(Row.to(row -> MultiGauge.Row.of(Tags.of("site", row.text("site_id")), row.number("unheard"))))
                .all()
                .collectList()
                .doOnNext(rows -> gauge.register(rows, true))
                .then());
    }
}
