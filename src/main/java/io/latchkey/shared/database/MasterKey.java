package io.latchkey.shared.database;

import io.latchkey.shared.problem.RequiredSetting;
import io.latchkey.shared.problem.SettingException;
import io.latchkey.shared.web.LatchkeySettings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Encrypts private keys and shared secrets for the database: AES-256-GCM with a fresh 96-bit nonce
 * in front (NIST SP 800-38D) and the key's id as associated data, so that no row can stand in for
 * another.
 */
@Component
public class MasterKey implements RequiredSetting {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String REMEDY = "Make one with: openssl rand -base64 32   Keep it where you keep secrets: the"
            + " keys in the database cannot be read without it.";

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    MasterKey(LatchkeySettings settings) {
        this.key = new SecretKeySpec(decoded(settings.masterKey()), "AES");
    }

    /** Seals a key under the id that it is stored with. */
    public Ciphertext encrypt(byte[] plain, String keyId) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, keyId).doFinal(plain);
            return new Ciphertext(ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key cannot be encrypted", e);
        }
    }

    /** Opens what {@link #encrypt} sealed under the same id. */
    public byte[] decrypt(Ciphertext stored, String keyId) {
        return opened(stored, keyId)
                .orElseThrow(() -> new SettingException(
                        "The keys in the database were encrypted under another master key.",
                        "Set LATCHKEY_MASTER_KEY to the key that this database was first" + " used with."));
    }

    /** As {@link #decrypt}, for what comes from outside; empty when we did not seal it. */
    public Optional<byte[]> opened(Ciphertext stored, String keyId) {
        byte[] sealed = stored.bytes();
        byte[] nonce = new byte[NONCE_BYTES];
        ByteBuffer.wrap(sealed).get(nonce);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, nonce, keyId)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String keyId) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(keyId.getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }

    private static byte[] decoded(@Nullable String masterKey) {
        if (masterKey == null || masterKey.isBlank()) {
            throw new SettingException("LATCHKEY_MASTER_KEY is not set.", REMEDY);
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(masterKey.strip());
            if (bytes.length == KEY_BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Not said why: the message would quote the key.
            throw new SettingException("LATCHKEY_MASTER_KEY is not base64.", REMEDY);
        }
        throw new SettingException("LATCHKEY_MASTER_KEY is not 32 bytes long.", REMEDY);
    }
}
