package io.latchkey.token;

import io.latchkey.shared.time.Clock;
import io.latchkey.testing.TestService;
import io.latchkey.token.key.KeyRing;
import io.latchkey.token.key.SigningKey;
import io.latchkey.token.key.TestKeys;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Signs whatever it is given, with a service's own key or with one that no service knows. */
public final class TestSigner {

    final SigningKey key;

    private TestSigner(SigningKey key) {
        this.key = key;
    }

    /** With the key that the service signs with now. */
    public static TestSigner of(TestService service) {
        Instant now = service.bean(Clock.class).tokenTime();
        return new TestSigner(service.bean(KeyRing.class)
                .keys()
                .map(keys -> keys.signingAt(now).orElseThrow())
                .blockOptional()
                .orElseThrow());
    }

    /** With a new key. */
    public static TestSigner stranger() {
        return new TestSigner(TestKeys.generate(1, Instant.EPOCH));
    }

    /** The id of the key. */
    public String kid() {
        return key.kid();
    }

    /** The public key as the service would publish it. */
    public Map<String, Object> jwk() {
        return TestKeys.jwk(key);
    }

    /** A JWT of this type and these claims. */
    public String sign(String type, Map<String, ?> claims) {
        String header = "{\"alg\":\"ES256\",\"typ\":\"%s\",\"kid\":\"%s\"}".formatted(type, key.kid());
        return Forge.signed(header, JsonMapper.shared().writeValueAsString(claims), key.privateKey());
    }
}
