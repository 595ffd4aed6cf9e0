package io.latchkey.access;

import static io.latchkey.article.AccessLevel.METERED;
import static io.latchkey.article.AccessLevel.REGISTERED;
import static io.latchkey.article.AccessLevel.SUBSCRIBERS;

import io.latchkey.article.AccessLevel;
import io.latchkey.subscription.state.SubscriptionStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** THE decision: pure, over what one query read. The first reason that applies is the answer. */
final class Decision {

    private Decision() {}

    static Reason decide(Standing reader) {
        Standing.Asked article = reader.article();
        if (article == null) {
            return Reason.UNKNOWN_ARTICLE;
        }
        AccessLevel access = article.access();
        if (access == AccessLevel.FREE) {
            return Reason.FREE;
        }
        if (access == REGISTERED && !reader.anonymous()) {
            return Reason.REGISTERED;
        }
        // A plan says nothing of who may read what only asks for a name.
        if (access != REGISTERED && reader.openByPlan()) {
            return Reason.PLAN;
        }
        if (reader.unlocked()) {
            return Reason.UNLOCKED;
        }
        if (reader.readOpen()) {
            return Reason.METERED;
        }
        if (access == METERED && reader.meter().left() > 0) {
            return Reason.METER_AVAILABLE;
        }
        if (access.takesUnlocks() && reader.unlockLeft() > 0) {
            return Reason.UNLOCK_AVAILABLE;
        }
        return denied(reader, article);
    }

    private static Reason denied(Standing reader, Standing.Asked article) {
        if (reader.anonymous()) {
            return Reason.SIGN_IN_REQUIRED;
        }
        if (pastDue(reader, article.tier())) {
            return Reason.SUBSCRIPTION_PAST_DUE;
        }
        return article.access() == SUBSCRIBERS ? Reason.SUBSCRIPTION_REQUIRED : Reason.NO_UNLOCK_LEFT;
    }

    private static boolean pastDue(Standing reader, String tier) {
        Standing.Membership membership = reader.membership();
        return membership != null && membership.status() == SubscriptionStatus.PAST_DUE && membership.covers(tier);
    }

    /**
     * Until when the access that this reason stands for lasts; null when it has no end. A token
     * must not outlive it.
     */
    static @Nullable Instant endOf(Reason reason, Standing reader) {
        return switch (reason) {
            case PLAN ->
                reader.membership() == null ? null : reader.membership().openUntil();
            case METERED -> reader.readUntil();
            case FREE, REGISTERED, UNLOCKED -> null;
            case UNKNOWN_ARTICLE,
                    SIGN_IN_REQUIRED,
                    METER_AVAILABLE,
                    UNLOCK_AVAILABLE,
                    SUBSCRIPTION_PAST_DUE,
                    SUBSCRIPTION_REQUIRED,
                    NO_UNLOCK_LEFT -> reader.now();
        };
    }
}
