package io.latchkey.access;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.latchkey.metering.Meter;
import io.latchkey.token.TokenSigner.SignedToken;
import java.time.Instant;

/**
 * An article that is open now.
 *
 * @param spent whether this request paid for it; the answer's status says so, 201 or 200
 */
record Opened(
        @JsonIgnore boolean spent, String article, long unlockLeft, Meter meter, String token, Instant expiresAt) {

    static Opened of(boolean spent, String article, long unlockLeft, Meter meter, SignedToken token) {
        return new Opened(spent, article, unlockLeft, meter, token.token(), token.expiresAt());
    }
}
