package io.latchkey.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Writes tokens byte by byte, as no library would let itself be made to. */
public final class Forge {

    private static final String ES256 = "SHA256withECDSAinP1363Format";

    private Forge() {}

    static String part(String text) {
        return part(text.getBytes(StandardCharsets.UTF_8));
    }

    static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public static String text(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    /** A token of these two parts with the signature that RFC 7518, section 3.4 asks for. */
    public static String signed(String header, String claims, PrivateKey key) {
        return signedParts(part(header), part(claims), key);
    }

    /** As {@link #signed}, over parts in whatever spelling. */
    static String signedParts(String header, String claims, PrivateKey key) {
        String input = header + "." + claims;
        return input + "." + part(signature(input, ES256, key));
    }

    static byte[] signature(String input, String algorithm, PrivateKey key) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token under a symmetric algorithm, {@code HmacSHA256} or {@code HmacSHA512}. */
    static String hmac(String header, String claims, String algorithm, byte[] secret) {
        try {
            String input = part(header) + "." + part(claims);
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            byte[] tag = mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + part(tag);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next character of the alphabet: the same bytes to a decoder that does not look close. */
    static String lastCharacterRaised(String part) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = part.length() - 1;
        char raised = alphabet.charAt(alphabet.indexOf(part.charAt(last)) + 1);
        return part.substring(0, last) + raised;
    }
}
