package io.latchkey.access;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a decision came out as it did. */
enum Reason {
    /** The site has no article of this id. */
    UNKNOWN_ARTICLE(Verdict.DENIED),
    /** Open to anyone. */
    FREE(Verdict.GRANTED),
    /** Open to readers who are signed in, as this one is. */
    REGISTERED(Verdict.GRANTED),
    /** The reader's plan opens it. */
    PLAN(Verdict.GRANTED),
    /** The reader unlocked it. */
    UNLOCKED(Verdict.GRANTED),
    /** The reader read it in this period of the meter. */
    METERED(Verdict.GRANTED),
    /** An anonymous reader, and nothing else helps. */
    SIGN_IN_REQUIRED(Verdict.DENIED),
    /** Costs one of the meter; no question asked. */
    METER_AVAILABLE(Verdict.UNLOCKABLE),
    /** Costs one unlock; ask first. */
    UNLOCK_AVAILABLE(Verdict.UNLOCKABLE),
    /** The plan would open it, once it is paid. */
    SUBSCRIPTION_PAST_DUE(Verdict.DENIED),
    /** Only a plan opens it. */
    SUBSCRIPTION_REQUIRED(Verdict.DENIED),
    /** Neither meter nor unlocks are left. */
    NO_UNLOCK_LEFT(Verdict.DENIED);

    /** What follows for the reader. */
    enum Verdict {
        /** Serve it. */
        GRANTED,
        /** Would open at a cost that the reader has. */
        UNLOCKABLE,
        /** Does not open. */
        DENIED;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Verdict verdict;

    Reason(Verdict verdict) {
        this.verdict = verdict;
    }

    Verdict verdict() {
        return verdict;
    }

    boolean granted() {
        return verdict == Verdict.GRANTED;
    }

    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
