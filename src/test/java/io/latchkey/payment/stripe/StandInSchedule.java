package io.latchkey.payment.stripe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a subscription becomes with its next period, in the stand-in's books. */
final class StandInSchedule {

    final String id;
    final StandInSubscription subscription;
    final Map<String, String> metadata = new LinkedHashMap<>();
    final Instant start;

    String status = "active";

    @Nullable
    StandInPrice nextPrice;

    boolean nextDiscounted;
    Map<String, String> nextMetadata = Map.of();

    StandInSchedule(String id, StandInSubscription subscription) {
        this.id = id;
        this.subscription = subscription;
        this.start = subscription.start;
    }

    void released() {
        status = "released";
        subscription.schedule = null;
    }

    Map<String, Object> json() {
        return Map.of(
                "id",
                id,
                "object",
                "subscription_schedule",
                "status",
                status,
                "metadata",
                Map.copyOf(metadata),
                "subscription",
                subscription.id,
                "phases",
                phases());
    }

    private List<Map<String, Object>> phases() {
        List<Map<String, Object>> phases = new ArrayList<>();
        phases.add(Map.of("start_date", start.getEpochSecond(), "end_date", subscription.end.getEpochSecond()));
        if (nextPrice != null) {
            phases.add(Map.of(
                    "start_date",
                    subscription.end.getEpochSecond(),
                    "discounts",
                    nextDiscounted
                            ? subscription.discounts().stream()
                                    .map(each -> Map.of("discount", each))
                                    .toList()
                            : List.of()));
        }
        return phases;
    }
}
