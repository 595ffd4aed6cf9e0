package io.latchkey.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.subscription.state.Deadlines;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** What holds at every moment, whatever a model says; and which states were seen on the way. */
final class Promises {

    private final Map<UUID, Subscription> before = new HashMap<>();
    private final Set<String> seen = new TreeSet<>();

    Set<String> seen() {
        return seen;
    }

    void kept(Wired wired, Deadlines deadlines, String life) {
        List<Subscription> all = wired.subscriptions();
        assertThat(all.stream().filter(it -> it.status().live()).count())
                .as("live ones: %s", life)
                .isLessThanOrEqualTo(1);
        for (Subscription now : all) {
            Subscription then = before.put(now.id(), now);
            opensAllThePaidTime(now, deadlines, life);
            if (then != null) {
                keepsWhatWasPaid(then, now, life);
                note(then.status(), now.status());
            }
        }
        if (all.size() > 1) {
            seen.add("again");
        }
        grantsWhatWasPaid(wired, life);
    }

    private static void opensAllThePaidTime(Subscription now, Deadlines deadlines, String life) {
        if (now.status() == SubscriptionStatus.PAUSED || now.status() == SubscriptionStatus.EXPIRED) {
            return;
        }
        Instant open = deadlines.openUntil(now);
        assertThat(open).as("open until: %s", life).isNotNull().isAfterOrEqualTo(now.paidUntil());
    }

    /** Only an end at the reader's wish, or at the site's of what it gave, cuts time short. */
    private static void keepsWhatWasPaid(Subscription then, Subscription now, String life) {
        if (then.status() == SubscriptionStatus.EXPIRED) {
            assertThat(now).as("over is over: %s", life).isEqualTo(then);
        } else if (now.status() != SubscriptionStatus.EXPIRED) {
            assertThat(now.paidUntil()).as("paid until: %s", life).isAfterOrEqualTo(then.paidUntil());
        }
    }

    private static void grantsWhatWasPaid(Wired wired, String life) {
        for (Subscription bought : wired.subscriptions()) {
            if (bought.billed()) {
                long periods = wired.grants.all().keySet().stream()
                        .filter(period -> period.subscription().equals(bought.id()))
                        .count();
                assertThat(periods)
                        .as("grants beside payments: %s", life)
                        .isLessThanOrEqualTo(wired.payments(bought.id()) + (bought.trialEnd() == null ? 0 : 1));
            }
        }
    }

    private void note(SubscriptionStatus then, SubscriptionStatus now) {
        seen.add(now.word());
        if (then != now) {
            seen.add(then.word() + " to " + now.word());
        }
    }
}
