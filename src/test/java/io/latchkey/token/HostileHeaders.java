package io.latchkey.token;

import io.latchkey.token.key.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** What stands in the header and might steer the verification (RFC 8725, sections 3.1 and 3.10). */
final class HostileHeaders extends Attacks {

    HostileHeaders(SigningKey key, String token) {
        super(key, token);
    }

    @Override
    void attack() {
        algorithms();
        headers();
        keyIds();
    }

    private void algorithms() {
        for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
            String unsigned = Forge.part(json(changed(header, "alg", quoted(none))));
            String body = "." + Forge.part(json(claims)) + ".";
            add("alg \"" + none + "\" without a signature", unsigned + body);
            add("alg \"" + none + "\" with a signature", unsigned + body + part(good(), 2));
        }
        PublicKey published = key.publicKey();
        byte[] spki = published.getEncoded();
        byte[] pem = ("-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(spki)
                        + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] point = Arrays.copyOfRange(spki, spki.length - 65, spki.length);
        hmac("SPKI", spki);
        hmac("PEM", pem);
        hmac("point", point);
        hmac("x coordinate", Arrays.copyOfRange(point, 1, 33));
        for (String label : List.of("RS256", "PS256", "ES384", "ES512", "ES256K", "EdDSA", "es256")) {
            headed("our signature labelled " + label, changed(header, "alg", quoted(label)));
        }
        headed("alg as a list", changed(header, "alg", "[\"ES256\"]"));
        headed("alg missing", changed(header, "alg", null));
    }

    private void hmac(String what, byte[] secret) {
        String hs256 = json(changed(header, "alg", "\"HS256\""));
        String hs512 = json(changed(header, "alg", "\"HS512\""));
        String body = json(claims);
        add("HS256 under our public key's " + what, Forge.hmac(hs256, body, "HmacSHA256", secret));
        // 64 bytes like our own signatures, so the length does not give it away.
        add("HS512 under our public key's " + what, Forge.hmac(hs512, body, "HmacSHA512", secret));
        add(
                "HMAC under our public key's " + what + " labelled ES256",
                Forge.hmac(json(header), body, "HmacSHA512", secret));
    }

    private void headers() {
        String typ = header.getOrDefault("typ", "");
        TokenType other = typ.contains("at+jwt") ? TokenType.READER : TokenType.ACCESS;
        headed("typ of another of ours", changed(header, "typ", quoted(other.headerValue())));
        headed("typ of no kind", changed(header, "typ", "\"JWT\""));
        headed("typ in capitals", changed(header, "typ", typ.toUpperCase(Locale.ROOT)));
        headed("typ as a media type", changed(header, "typ", "\"application/" + typ.substring(1)));
        headed("typ missing", changed(header, "typ", null));
        String jwk = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}";
        headed("a key in the header", changed(header, "jwk", jwk));
        headed("a URL of keys", changed(header, "jku", "\"https://evil.example/jwks\""));
        headed("a URL of certificates", changed(header, "x5u", "\"https://evil.example/x\""));
        headed("a certificate chain", changed(header, "x5c", "[\"AAAA\"]"));
        headed("a critical extension", changed(header, "crit", "[\"b64\"]"));
        headed("an empty crit", changed(header, "crit", "[]"));
        headed("an unencoded payload (RFC 7797)", changed(header, "b64", "false"));
        headed("a compressed payload", changed(header, "zip", "\"DEF\""));
        headed("a nested token", changed(header, "cty", "\"JWT\""));
        String written = json(header);
        raw("a header name twice", twice(written, "\"alg\":\"none\""), json(claims));
        raw("a header with two kids", twice(written, "\"kid\":\"x\""), json(claims));
        raw("a header that is a list", "[" + written + "]", json(claims));
        raw("a header of null", "null", json(claims));
        raw("a header nested deep", "[".repeat(760), json(claims));
        raw("a header with more behind it", written + "{}", json(claims));
    }

    private void keyIds() {
        headed("kid missing", changed(header, "kid", null));
        headed("kid null", changed(header, "kid", "null"));
        headed("kid a number", changed(header, "kid", "1"));
        headed("kid empty", changed(header, "kid", "\"\""));
        headed("kid unknown", changed(header, "kid", quoted(stranger.kid())));
        headed("kid a path", changed(header, "kid", "\"../../../../dev/null\""));
        headed("kid SQL", changed(header, "kid", quoted("' OR '1'='1")));
        headed("kid overlong", changed(header, "kid", quoted("A".repeat(600))));
        headed("kid and a line feed", changed(header, "kid", quoted(key.kid() + "\\n")));
    }
}
