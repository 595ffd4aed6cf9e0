package io.latchkey.token;

import io.latchkey.testing.TestService;
import io.latchkey.token.key.SigningKey;

/** Claims that are missing, wrong, or not as we write them, all signed with our own key. */
final class HostileClaims extends Attacks {

    private final long now;

    HostileClaims(SigningKey key, String token, long now) {
        super(key, token);
        this.now = now;
    }

    @Override
    void attack() {
        audiencesAndIssuers();
        times();
        numbers();
        payloads();
    }

    private void audiencesAndIssuers() {
        claimed("aud missing", "aud", null);
        claimed("aud null", "aud", "null");
        claimed("aud of two", "aud", "[" + claims.get("aud") + ",\"other-site\"]");
        claimed("aud a list of one", "aud", "[" + claims.get("aud") + "]");
        claimed("aud empty", "aud", "\"\"");
        claimed("aud no site's id", "aud", "\"../x\"");
        claimed("iss missing", "iss", null);
        claimed("iss another", "iss", "\"https://evil.example\"");
        claimed("iss ours and more", "iss", quoted(TestService.ISSUER + ".evil.example"));
        claimed("iss a list", "iss", "[" + claims.get("iss") + "]");
        claimed("sub missing", "sub", null);
        claimed("sub a number", "sub", "1");
        claimed("jti missing", "jti", null);
    }

    private void times() {
        claimed("exp missing", "exp", null);
        claimed("exp null", "exp", "null");
        claimed("exp past", "exp", String.valueOf(now - 60));
        claimed("exp zero", "exp", "0");
        claimed("exp negative", "exp", "-1");
        claimed("exp a text", "exp", quoted(String.valueOf(now + 600)));
        claimed("exp a date", "exp", "\"2999-01-01T00:00:00Z\"");
        claimed("exp a fraction", "exp", (now + 600) + ".5");
        claimed("exp with an exponent", "exp", "4e9");
        claimed("exp infinite", "exp", "1e999");
        claimed("exp of a hundred years", "exp", String.valueOf(now + 3_155_760_000L));
        claimed("exp the largest long", "exp", String.valueOf(Long.MAX_VALUE));
        claimed("exp beyond a long", "exp", "9".repeat(40));
        claimed("exp true", "exp", "true");
        claimed("exp a list", "exp", "[" + (now + 600) + "]");
        claimed("iat missing", "iat", null);
        claimed("iat in the future", "iat", String.valueOf(now + 60));
        claimed("iat negative", "iat", "-1");
        claimed("iat a text", "iat", quoted(String.valueOf(now - 1)));
        claimed("nbf in the future", "nbf", String.valueOf(now + 60));
        claimed("nbf a text", "nbf", quoted(String.valueOf(now - 1)));
        claimed("nbf a list", "nbf", "[" + (now - 1) + "]");
    }

    /** Beyond 2^53-1 readers of JSON disagree which number it is (RFC 8259, section 6). */
    private void numbers() {
        claimed("the first unsafe integer", "x", "9007199254740992");
        claimed("an unsafe integer", "x", "9007199254740993");
        claimed("the first unsafe integer below zero", "x", "-9007199254740992");
        claimed("an unsafe integer in the order of the last safe one", "x", "9010000000000000");
        claimed("a number that is the largest long", "x", String.valueOf(Long.MAX_VALUE));
        claimed("a number beyond a long", "x", "9223372036854775808");
    }

    private void payloads() {
        String written = json(claims);
        raw("a claim twice", json(header), twice(written, "\"aud\":\"other-site\""));
        raw("another claim twice", json(header), twice(written, "\"sub\":\"other\""));
        raw("claims in a list", json(header), "[" + written + "]");
        raw("claims of null", json(header), "null");
        raw("claims that are a text", json(header), quoted("x"));
        raw("claims nested deep", json(header), "{\"a\":" + "[".repeat(3_000));
        raw("claims with more behind", json(header), written + "{}");
        raw("claims with blanks", json(header), written.replace(",", ", "));
        raw("a line feed behind the claims", json(header), written + "\n");
        raw("a name with an escape", json(header), written.replace("\"iss\"", "\"\\u0069ss\""));
        raw("claims that are no JSON", json(header), "not JSON");
        raw("no claims at all", json(header), "{}");
        String other = Forge.part(json(changed(claims, "sub", "\"other\"")));
        add("claims changed after signing", part(good(), 0) + "." + other + "." + part(good(), 2));
    }
}
