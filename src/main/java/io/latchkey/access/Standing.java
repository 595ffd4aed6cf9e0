package io.latchkey.access;

import io.latchkey.article.AccessLevel;
import io.latchkey.metering.Meter;
import io.latchkey.subscription.state.Running;
import io.latchkey.subscription.state.SubscriptionStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a decision looks at, as one query read it.
 *
 * @param now business time of the query; nothing later is looked up
 * @param article null when the site has none of this id
 * @param unlocked whether the reader opened it for good
 * @param readUntil until when it is open on the meter; null when it is not
 * @param unlockLeft what is left in the reader's live grants
 * @param membership the reader's live subscription, if any
 * @param recent articles open to the reader for at least the life of a token
 * @param freePacks packs that the reader has had for nothing
 */
record Standing(
        Instant now,
        boolean anonymous,
        @Nullable Asked article,
        boolean unlocked,
        @Nullable Instant readUntil,
        Meter meter,
        long unlockLeft,
        @Nullable Membership membership,
        List<String> recent,
        List<String> freePacks) {

    /** The article that is asked for. */
    record Asked(AccessLevel access, String tier) {}

    /**
     * A live subscription.
     *
     * @param running what its reader can do with it follows from
     * @param openUntil until when its tiers are open; null when they are not
     */
    record Membership(
            Running running, List<String> tiers, @Nullable Instant openUntil) {

        SubscriptionStatus status() {
            return running.status();
        }

        boolean opens(String tier, Instant now) {
            return covers(tier) && openAt(now);
        }

        boolean covers(String tier) {
            return tiers.contains(tier);
        }

        boolean openAt(Instant now) {
            return openUntil != null && now.isBefore(openUntil);
        }
    }

    boolean openByPlan() {
        return article != null && membership != null && membership.opens(article.tier(), now);
    }

    boolean readOpen() {
        return readUntil != null && now.isBefore(readUntil);
    }
}
