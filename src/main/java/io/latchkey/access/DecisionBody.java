package io.latchkey.access;

import io.latchkey.metering.Meter;
import io.latchkey.token.TokenSigner.SignedToken;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A decision as the contract writes it. */
record DecisionBody(
        Reason.Verdict decision,
        Reason reason,
        String article,
        long unlockLeft,
        Meter meter,
        List<Way> ways,
        @Nullable String token,
        @Nullable Instant expiresAt) {

    static DecisionBody of(
            String article, Reason reason, Standing standing, List<Way> ways, @Nullable SignedToken token) {
        return new DecisionBody(
                reason.verdict(),
                reason,
                article,
                standing.unlockLeft(),
                standing.meter(),
                ways,
                token == null ? null : token.token(),
                token == null ? null : token.expiresAt());
    }
}
