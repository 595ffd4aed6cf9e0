package io.latchkey.token.key;

import io.latchkey.shared.database.Ciphertext;
import io.latchkey.shared.database.MasterKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key pair as the tables of keys hold it.
 *
 * @param privateKey encrypted; of a withdrawn key nothing is left of it
 */
record KeyRow(String kid, int generation, Ciphertext privateKey, ECPublicKey publicKey) {

    /** @param use under which it is encrypted, so that a row of one table decrypts in no other */
    static KeyRow of(SigningKey key, MasterKey masterKey, String use) {
        return new KeyRow(
                key.kid(),
                key.generation(),
                masterKey.encrypt(key.privateKey().getEncoded(), use + key.kid()),
                key.publicKey());
    }

    SigningKey open(MasterKey masterKey, String use, Instant signsFrom, @Nullable Instant retiredAt) {
        try {
            PKCS8EncodedKeySpec opened = new PKCS8EncodedKeySpec(masterKey.decrypt(privateKey, use + kid));
            ECPrivateKey key = (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(opened);
            return new SigningKey(kid, generation, key, publicKey, signsFrom, retiredAt);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("key " + kid + " cannot be read", e);
        }
    }
}
