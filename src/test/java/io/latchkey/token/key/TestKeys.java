package io.latchkey.token.key;

import java.time.Instant;
import java.util.Map;

/** Keys for tests of what is signed with them. */
public final class TestKeys {

    private TestKeys() {}

    /** One that no service knows. */
    public static SigningKey generate(int generation, Instant signsFrom) {
        return KeyPairs.generate(generation, signsFrom);
    }

    /** The public half, as it is published. */
    public static Map<String, Object> jwk(SigningKey key) {
        return JwksController.jwk(key);
    }
}
