package io.latchkey.token.key;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;

/** Makes key pairs for ES256 (RFC 7518, section 3.4). */
final class KeyPairs {

    private KeyPairs() {}

    static SigningKey generate(int generation, Instant signsFrom) {
        KeyPair pair = Jwts.SIG.ES256.keyPair().build();
        ECPublicKey publicKey = (ECPublicKey) pair.getPublic();
        String kid = Jwks.builder().key(publicKey).build().thumbprint().toString();
        return new SigningKey(kid, generation, (ECPrivateKey) pair.getPrivate(), publicKey, signsFrom, null);
    }
}
