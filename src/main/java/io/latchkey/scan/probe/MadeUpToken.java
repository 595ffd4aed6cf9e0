package io.latchkey.scan.probe;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Tokens that no content server may take: no key of anybody's signed them. */
public final class MadeUpToken {

    private static final String CLAIMS =
            "{\"iss\":\"https://latchkey.invalid\",\"aud\":\"site\",\"client_id\":\"site\","
                    + "\"sub\":\"reader\",\"jti\":\"1\",\"iat\":1577836500,\"exp\":%d,"
                    + "\"tiers\":[\"registered\",\"standard\"],\"articles\":[]}";

    /** Of January 2020. */
    public static final String EXPIRED = jws("ES256", CLAIMS.formatted(1_577_836_800L), "A".repeat(86));

    /** Without a signature (RFC 8725, section 2.1), and good for ever. */
    public static final String UNSIGNED = jws("none", CLAIMS.formatted(4_102_444_800L), "");

    private MadeUpToken() {}

    private static String jws(String algorithm, String claims, String signature) {
        return part("{\"alg\":\"%s\",\"typ\":\"at+jwt\",\"kid\":\"none\"}".formatted(algorithm))
                + "."
                + part(claims)
                + "."
                + signature;
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
