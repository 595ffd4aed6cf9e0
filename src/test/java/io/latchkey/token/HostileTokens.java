package io.latchkey.token;

import io.latchkey.token.key.SigningKey;
import java.util.ArrayList;
import java.util.List;

/** The table of attacks (RFC 8725, section 2). */
final class HostileTokens {

    private final HostileHeaders headers;
    private final HostileClaims claims;
    private final HostileSignatures signatures;
    private final List<HostileToken> ofItsKind;

    private HostileTokens(SigningKey key, String token, long now, Attacks ofItsKind) {
        headers = new HostileHeaders(key, token);
        claims = new HostileClaims(key, token, now);
        signatures = new HostileSignatures(key, token);
        this.ofItsKind = ofItsKind.all();
    }

    /** What a reader token can be changed into. */
    static HostileTokens fromReaderToken(SigningKey key, String token, long now) {
        return new HostileTokens(key, token, now, new HostileReaders(key, token));
    }

    /** What an access token can be changed into. */
    static HostileTokens fromAccessToken(SigningKey key, String token, long now) {
        return new HostileTokens(key, token, now, new HostileOpenings(key, token, now));
    }

    /** What all others are changed from; must be accepted, or their refusal proves nothing. */
    String good() {
        return headers.good();
    }

    List<HostileToken> all() {
        List<HostileToken> all = new ArrayList<>(headers.all());
        all.addAll(claims.all());
        all.addAll(signatures.all());
        all.addAll(ofItsKind);
        return all;
    }
}
