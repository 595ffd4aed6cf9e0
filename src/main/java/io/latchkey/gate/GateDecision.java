package io.latchkey.gate;

import io.latchkey.access.Verdict;
import io.latchkey.article.ArticleId;
import org.jspecify.annotations.Nullable;

/**
 * What every dialect says in its own words.
 *
 * @param reason a word of the contract's decisions, or of {@link GateReason}
 * @param article null when none is known
 * @param verdict what the database said of the reader; null when it was not asked
 */
record GateDecision(
        Outcome outcome,
        String reason,
        @Nullable ArticleId article,
        @Nullable Verdict verdict) {

    /** What the proxy is to do. */
    enum Outcome {
        /** Serve it. */
        ALLOW,
        /** Do not, and signing in would help: nobody is known. */
        ASK,
        /** Do not. */
        DENY
    }

    static GateDecision allow(@Nullable ArticleId article, GateReason reason) {
        return new GateDecision(Outcome.ALLOW, reason.word(), article, null);
    }

    static GateDecision ask(ArticleId article, GateReason reason) {
        return new GateDecision(Outcome.ASK, reason.word(), article, null);
    }

    static GateDecision deny(@Nullable ArticleId article, GateReason reason) {
        return new GateDecision(Outcome.DENY, reason.word(), article, null);
    }

    /** What would open at a cost is closed: only the reader spends. */
    static GateDecision of(ArticleId article, Verdict verdict) {
        Outcome outcome = verdict.granted() ? Outcome.ALLOW : Outcome.DENY;
        return new GateDecision(outcome, verdict.reason(), article, verdict);
    }

    boolean allowed() {
        return outcome == Outcome.ALLOW;
    }

    /** {@code granted}, {@code unlockable} or {@code denied}. */
    String word() {
        if (verdict != null) {
            return verdict.decision();
        }
        return allowed() ? "granted" : "denied";
    }
}
