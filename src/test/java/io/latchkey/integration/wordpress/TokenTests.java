package io.latchkey.integration.wordpress;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import io.latchkey.integration.wordpress.PhpVerifier.Question;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plugin's own verifier, in PHP, before tokens that another library signed or somebody forged.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenTests {

    private static final String ISSUER = "https://latchkey.test";
    private static final String SITE = "heron";
    private static final int MUTATED = 10_000;
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n";

    private final long now = Instant.now().getEpochSecond();
    private ECKey key = key();
    private PhpVerifier php = new PhpVerifier(Path.of("."), ISSUER, SITE, "{}");

    @BeforeAll
    void publish(@TempDir Path folder) {
        php = new PhpVerifier(folder, ISSUER, SITE, new JWKSet(key.toPublicJWK()).toString());
    }

    @Test
    void opensWhatATokenNamesAndNothingElse() throws Exception {
        String named = signed(key, claims(Map.of()));
        String known = signed(key, claims(Map.of("articles", "[]", "tiers", "[\"registered\"]")));
        String plan = signed(key, claims(Map.of("articles", "[]", "tiers", "[\"standard\"]")));

        assertThat(php.verdicts(List.of(
                        new Question(named, "7", "standard"),
                        new Question(named, "77", "standard"),
                        new Question(named, "7", "gold"),
                        new Question(known, "7", "registered"),
                        new Question(known, "7", "standard"),
                        new Question(plan, "7", "standard"),
                        new Question(plan, "7", "gold"),
                        new Question(plan, "7", "registered"),
                        new Question("", "7", "free"))))
                .containsExactly(true, false, true, true, false, true, false, false, true);
    }

    @Test
    void refusesWhatIsNotAsLatchkeyWritesIt() throws Exception {
        Map<String, String> attacks = new LinkedHashMap<>();
        claimAttacks(attacks);
        headerAttacks(attacks);
        signatureAttacks(attacks);
        List<Boolean> verdicts = php.verdicts(attacks.values().stream()
                .map(token -> new Question(token, "7", "standard"))
                .toList());
        List<String> names = List.copyOf(attacks.keySet());

        assertThat(names).hasSizeGreaterThan(60);
        for (int i = 0; i < names.size(); i++) {
            assertThat(verdicts.get(i)).as(names.get(i)).isFalse();
        }
    }

    @Test
    void refusesTenThousandTokensOfWhichALetterIsNotOurs() throws Exception {
        Random random = new Random(1);
        String good = signed(key, claims(Map.of()));
        List<Question> questions = new ArrayList<>();
        while (questions.size() < MUTATED) {
            String mutant = mutated(good, random);
            if (!mutant.equals(good)) {
                questions.add(new Question(mutant, "7", "standard"));
            }
        }
        assertThat(php.verdicts(questions)).containsOnly(false);
        assertThat(php.verdicts(List.of(new Question(good, "7", "standard")))).containsOnly(true);
    }

    @Test
    void takesAListOfRevokedTokensOnlyAsLatchkeyWritesIt() throws Exception {
        String good = """
            {"iss":"%s","aud":"%s","sub":"%2$s","jti":"x","iat":%d,"exp":%d,"revoked":[["a",5],["b",7]]}\
            """.formatted(ISSUER, SITE, now, now + 300);
        String type = "latchkey-revocations+jwt";

        assertThat(php.revocations(List.of(
                        signed(key, type, good),
                        signed(key, type, good.replace("[[\"a\",5],[\"b\",7]]", "[]")),
                        signed(key, "at+jwt", good),
                        signed(ownKid(key()), type, good),
                        signed(key, type, good.replace(SITE, "other")),
                        signed(key, type, good.replace(ISSUER, "https://evil.example")),
                        signed(key, type, good.replace("" + (now + 300), "" + (now - 60))),
                        signed(key, type, good.replace("[\"a\",5]", "[\"a\",\"5\"]")),
                        signed(key, type, good.replace("[\"a\",5]", "[\"a\"]")),
                        signed(key, type, good.replace("[[\"a\",5],[\"b\",7]]", "{}")),
                        "")))
                .containsExactly(
                        "{\"issued\":%d,\"before\":{\"a\":5,\"b\":7}}".formatted(now),
                        "{\"issued\":%d,\"before\":[]}".formatted(now),
                        "null",
                        "null",
                        "null",
                        "null",
                        "null",
                        "null",
                        "null",
                        "null",
                        "null");
    }

    private void claimAttacks(Map<String, String> attacks) throws JOSEException {
        String text = "\"%s\"";
        Map<String, List<String>> wrong = Map.of(
                "iss", List.of("\"https://evil.example\"", "null", "[\"" + ISSUER + "\"]"),
                "aud", List.of("\"other\"", "[\"" + SITE + "\"]", "\"\"", "null"),
                "sub", List.of("1", "null", "[]"),
                "jti", List.of("1", "null"),
                "exp",
                        List.of(
                                "" + (now - 60),
                                "0",
                                "-1",
                                "null",
                                "true",
                                "1e999",
                                "4e9",
                                text.formatted(now + 200),
                                (now + 200) + ".0",
                                (now + 200) + ".5",
                                "" + (now + 3_600),
                                "9".repeat(40),
                                "" + Long.MAX_VALUE),
                "iat", List.of("" + (now + 60), "-1", "null", text.formatted(now), "" + (now - 3_600)),
                "nbf", List.of("" + (now + 60), text.formatted(now), "[1]"),
                "articles", List.of("null", "\"7\"", "{\"0\":\"7\"}", "[[\"7\"]]", "[\"7\",1]"),
                "tiers", List.of("null", "\"standard\"", "{}", "[null]", "[\"standard\",1]"));
        for (var claim : wrong.entrySet()) {
            for (String value : claim.getValue()) {
                String json = claims(Map.of(claim.getKey(), value));
                attacks.put(claim.getKey() + " " + value, signed(key, json));
            }
            attacks.put(claim.getKey() + " missing", signed(key, without(claim.getKey())));
        }
        attacks.remove("nbf missing");
        String good = claims(Map.of());
        attacks.put("twice", signed(key, "{\"aud\":\"other\"," + good.substring(1)));
        attacks.put("twice, ours first", signed(key, good.replace("}", ",\"aud\":\"" + SITE + "\"}")));
        attacks.put("blanks", signed(key, good.replace(",", ", ")));
        attacks.put("escape", signed(key, good.replace("\"iss\"", "\"\\u0069ss\"")));
        attacks.put("more behind", signed(key, good + "{}"));
        attacks.put("list", signed(key, "[" + good + "]"));
        attacks.put("nested deep", signed(key, "[".repeat(3_000)));
        attacks.put("nothing", signed(key, "{}"));
    }

    private void headerAttacks(Map<String, String> attacks) throws JOSEException {
        String kid = key.getKeyID();
        String good = "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"" + kid + "\"}";
        List<String> headers = List.of(
                good.replace("ES256", "none"),
                good.replace("ES256", "HS256"),
                good.replace("\"ES256\"", "[\"ES256\"]"),
                good.replace("at+jwt", "AT+JWT"),
                good.replace("at+jwt", "application/at+jwt"),
                good.replace("at+jwt", "latchkey-reader+jwt"),
                good.replace("\"typ\":\"at+jwt\",", ""),
                good.replace(kid, "../../dev/null"),
                good.replace(kid, "x".repeat(43)),
                good.replace("\"" + kid + "\"", "1"),
                good.replace("}", ",\"crit\":[\"b64\"]}"),
                good.replace("}", ",\"jwk\":" + key.toPublicJWK() + "}"),
                good.replace("}", ",\"jku\":\"https://evil.example\"}"),
                good.replace("{", "{\"alg\":\"none\","),
                good.replace(",", ", "),
                good + "{}",
                "[" + good + "]",
                "null");
        for (String header : headers) {
            attacks.put(header, sign(key, header, claims(Map.of())));
        }
    }

    private void signatureAttacks(Map<String, String> attacks) throws JOSEException {
        String good = signed(key, claims(Map.of()));
        String input = good.substring(0, good.lastIndexOf('.') + 1);
        byte[] ours = Base64URL.from(good.substring(input.length())).decode();
        attacks.put("stranger", signed(ownKid(key()), claims(Map.of())));
        attacks.put("zero", input + Base64URL.encode(new byte[64]));
        attacks.put("short", input + Base64URL.encode(Arrays.copyOf(ours, 63)));
        attacks.put("long", input + Base64URL.encode(Arrays.copyOf(ours, 65)));
        attacks.put("none", input);
        attacks.put("padded", good + "==");
        attacks.put("four parts", good + ".x");
        attacks.put("two parts", input.substring(0, input.length() - 1));
        attacks.put("blank", " " + good);
        attacks.put("line feed", good + "\n");
        attacks.put("nothing at all", "");
        attacks.put("too long", "x".repeat(100_000));
    }

    private ECKey ownKid(ECKey stranger) {
        return new ECKey.Builder(stranger).keyID(key.getKeyID()).build();
    }

    private String claims(Map<String, String> changed) {
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("client_id", "\"" + SITE + "\"");
        claims.put("articles", "[\"7\"]");
        claims.put("tiers", "[]");
        claims.put("iss", "\"" + ISSUER + "\"");
        claims.put("sub", "\"0b8e6a2e-6f0c-8f5d-9d27-6f6f4c1f2a11\"");
        claims.put("iat", "" + now);
        claims.put("exp", "" + (now + 300));
        claims.put("jti", "\"0198b1f0-0000-7000-8000-000000000001\"");
        claims.put("aud", "\"" + SITE + "\"");
        claims.putAll(changed);
        claims.values().removeIf(String::isEmpty);
        return claims.entrySet().stream()
                .map(claim -> "\"" + claim.getKey() + "\":" + claim.getValue())
                .reduce((one, other) -> one + "," + other)
                .map(all -> "{" + all + "}")
                .orElseThrow();
    }

    private String without(String claim) {
        return claims(Map.of(claim, ""));
    }

    private static String signed(ECKey key, String claims) throws JOSEException {
        return signed(key, "at+jwt", claims);
    }

    private static String signed(ECKey key, String type, String claims) throws JOSEException {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType(type))
                .keyID(key.getKeyID())
                .build();
        JWSObject token = new JWSObject(header, new Payload(claims));
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    private static String sign(ECKey key, String header, String claims) throws JOSEException {
        String input = Base64URL.encode(header) + "." + Base64URL.encode(claims);
        byte[] bytes = input.getBytes(StandardCharsets.US_ASCII);
        return input + "." + new ECDSASigner(key).sign(new JWSHeader(JWSAlgorithm.ES256), bytes);
    }

    private static String mutated(String token, Random random) {
        int at = random.nextInt(token.length());
        char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
        return switch (random.nextInt(4)) {
            case 0 -> token.substring(0, at) + letter + token.substring(at + 1);
            case 1 -> token.substring(0, at) + letter + token.substring(at);
            case 2 -> token.substring(0, at) + token.substring(at + 1);
            default -> token.substring(0, at);
        };
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
