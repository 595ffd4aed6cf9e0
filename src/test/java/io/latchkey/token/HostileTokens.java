package io.latchkey.token;

import io.latchkey.testing.TestReader;

import java.util.ArrayList;
import java.util.List;

/** The table of attacks (RFC 8725, section 2). */
final class HostileTokens {

    private final HostileHeaders headers;
    private final HostileClaims claims;
    private final HostileSignatures signatures;

    HostileTokens(SigningKey key, TestReader reader, long now) {
        headers = new HostileHeaders(key, reader.token());
        claims = new HostileClaims(key, reader.token(), now);
        signatures = new HostileSignatures(key, reader.token());
    }

    /** What all others are changed from; must be accepted, or their refusal proves nothing. */
    String good() {
        return headers.good();
    }

    List<HostileToken> all() {
        List<HostileToken> all = new ArrayList<>(headers.all());
        all.addAll(claims.all());
        all.addAll(signatures.all());
        return all;
    }
}
