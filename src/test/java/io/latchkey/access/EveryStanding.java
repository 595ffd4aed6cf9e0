package io.latchkey.access;

import io.latchkey.access.Standing.Asked;
import io.latchkey.access.Standing.Membership;
import io.latchkey.article.AccessLevel;
import io.latchkey.metering.Meter;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.subscription.state.Running;
import io.latchkey.subscription.state.SubscriptionStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every combination of what a decision looks at. */
final class EveryStanding {

    static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    static final String TIER = "standard";
    private static final String OTHER_TIER = "business";
    private static final int METER_LIMIT = 3;

    private EveryStanding() {}

    static Stream<Standing> all() {
        List<Standing> all = new ArrayList<>();
        for (Asked article : articles()) {
            for (boolean anonymous : new boolean[] {true, false}) {
                for (Membership membership : memberships()) {
                    addSpending(all, article, anonymous, membership);
                }
            }
        }
        return all.stream();
    }

    private static void addSpending(
            List<Standing> all, @Nullable Asked article, boolean anonymous, @Nullable Membership membership) {
        for (boolean unlocked : new boolean[] {true, false}) {
            for (Instant readUntil : new Instant[] {null, NOW, NOW.plusSeconds(1)}) {
                for (int used : new int[] {METER_LIMIT - 1, METER_LIMIT, METER_LIMIT + 1}) {
                    for (long unlockLeft : new long[] {0, 1}) {
                        all.add(new Standing(
                                NOW,
                                anonymous,
                                article,
                                unlocked,
                                readUntil,
                                new Meter(METER_LIMIT, used, NOW.plusSeconds(60)),
                                unlockLeft,
                                membership,
                                List.of(),
                                List.of()));
                    }
                }
            }
        }
    }

    /** In the middle of a month of a plan of its own. */
    static Running running(SubscriptionStatus status, boolean billed) {
        return new Running(
                status,
                billed,
                false,
                new PlanId("former"),
                new Price(500L, "EUR"),
                Period.ofMonths(1),
                NOW.plus(Duration.ofDays(10)),
                null,
                status == SubscriptionStatus.CANCELED ? SubscriptionStatus.ACTIVE : null,
                status == SubscriptionStatus.PAUSED ? NOW.minus(Duration.ofDays(2)) : null,
                null,
                null);
    }

    private static List<@Nullable Asked> articles() {
        List<@Nullable Asked> articles = new ArrayList<>();
        articles.add(null);
        for (AccessLevel level : AccessLevel.values()) {
            articles.add(new Asked(level, TIER));
        }
        return articles;
    }

    /**
     * None, and every live status with its tier or another, billed or not, open or not: the end is
     * excluded.
     */
    private static List<@Nullable Membership> memberships() {
        List<@Nullable Membership> memberships = new ArrayList<>();
        memberships.add(null);
        for (SubscriptionStatus status : SubscriptionStatus.values()) {
            for (String tier : List.of(TIER, OTHER_TIER)) {
                for (Instant end : new Instant[] {null, NOW, NOW.plusSeconds(1)}) {
                    for (boolean billed : new boolean[] {true, false}) {
                        if (status.live()) {
                            memberships.add(new Membership(running(status, billed), List.of(tier), end));
                        }
                    }
                }
            }
        }
        return memberships;
    }
}
