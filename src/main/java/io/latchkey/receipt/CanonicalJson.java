package io.latchkey.receipt;

import io.latchkey.shared.secret.Sha256;
import java.io.IOException;
import java.util.HexFormat;
import org.erdtman.jcs.JsonCanonicalizer;

/** One spelling for each JSON value (RFC 8785), and the hash of it. */
final class CanonicalJson {

    private CanonicalJson() {}

    /** The canonical spelling of any JSON. */
    static String of(String json) {
        try {
            return new JsonCanonicalizer(json).getEncodedString();
        } catch (IOException e) {
            throw new IllegalArgumentException("no JSON that can be made canonical", e);
        }
    }

    /** SHA-256 of the text's UTF-8, in hexadecimal. */
    static String sha256(String text) {
        return HexFormat.of().formatHex(Sha256.of(text));
    }
}
