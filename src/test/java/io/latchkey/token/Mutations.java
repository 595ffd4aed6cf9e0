package io.latchkey.token;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Changes a good access token at random: its letters, its bytes, and, signed again with our own
 * key, what it says. Some of what comes out is still good.
 */
final class Mutations {

    private static final BigInteger ORDER =
            new BigInteger("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16);
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ~\"";

    /** What may stand where a value stood; %d is a time near now. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "5",
            "\"5\"",
            "\"%d\"",
            "%d",
            "%d.0",
            "%d.5",
            "%de0",
            "1e999",
            "1E9",
            "-0",
            "-0.0",
            "01",
            "9007199254740991",
            "9007199254740992",
            "9007199254740993",
            "-9007199254740993",
            "1000000000000000",
            "9223372036854775808",
            "\"\"",
            "\"essay\"",
            "\"standard\"",
            "[]",
            "[\"essay\"]",
            "[\"standard\"]",
            "[\"essay\",\"council\"]",
            "[\"essay\",1]",
            "[[\"essay\"]]",
            "{}",
            "{\"essay\":1}",
            "\"none\"",
            "\"ES256\"",
            "\"at+jwt\"",
            "\"JWT\"",
            "\"essay\\u0000\"",
            "\"\\u0065ssay\"",
            "\"es\\/say\"",
            "\"\\ud800\"",
            "\"é\"",
            "[\"essay\" ]",
            "\"other-site\"",
            "NaN",
            "'essay'",
            "");

    private final TestSigner signer;
    private final TestSigner stranger = TestSigner.stranger();
    private final String good;
    private final long now;
    private final Random random;
    private final Map<String, String> header;
    private final Map<String, String> claims;
    private final List<Supplier<HostileToken>> kinds = List.of(
            this::letters,
            this::parts,
            this::bytes,
            this::signature,
            this::otherKey,
            this::claim,
            this::claim,
            this::claim,
            this::headerName,
            this::spelling);

    Mutations(TestSigner signer, String good, long now, long seed) {
        this.signer = signer;
        this.good = good;
        this.now = now;
        this.random = new Random(seed);
        this.header = Attacks.members(Forge.text(Attacks.part(good, 0)));
        this.claims = Attacks.members(Forge.text(Attacks.part(good, 1)));
    }

    HostileToken next() {
        return any(kinds).get();
    }

    private HostileToken letters() {
        StringBuilder changed = new StringBuilder(good);
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            int at = random.nextInt(changed.length());
            switch (random.nextInt(3)) {
                case 0 -> changed.setCharAt(at, letter());
                case 1 -> changed.insert(at, letter());
                default -> changed.deleteCharAt(at);
            }
        }
        return new HostileToken("letters changed", changed.toString());
    }

    private HostileToken parts() {
        List<String> parts = new ArrayList<>(Arrays.asList(good.split("\\.", -1)));
        switch (random.nextInt(4)) {
            case 0 -> Collections.shuffle(parts, random);
            case 1 -> parts.remove(random.nextInt(3));
            case 2 -> parts.add(random.nextInt(4), any(List.of("", "e30", parts.get(1))));
            default -> parts.set(random.nextInt(3), any(List.of("", "e30", "bnVsbA", "W10")));
        }
        return new HostileToken("parts changed", String.join(".", parts));
    }

    private HostileToken bytes() {
        String[] parts = good.split("\\.", -1);
        int which = random.nextInt(3);
        byte[] bytes = Base64.getUrlDecoder().decode(parts[which]);
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        parts[which] = Forge.part(bytes);
        return new HostileToken("a bit flipped in part " + which, String.join(".", parts));
    }

    private HostileToken signature() {
        byte[] ours = Base64.getUrlDecoder().decode(Attacks.part(good, 2));
        BigInteger r = new BigInteger(1, Arrays.copyOf(ours, 32));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(ours, 32, 64));
        BigInteger chosen = any(List.of(
                BigInteger.ZERO,
                BigInteger.ONE,
                ORDER,
                ORDER.subtract(BigInteger.ONE),
                r,
                s,
                // Not ours, but as good: ECDSA has two signatures for each.
                ORDER.subtract(s),
                new BigInteger(256, random)));
        boolean first = random.nextInt(4) == 0;
        byte[] changed = ours.clone();
        System.arraycopy(bytes32(chosen), 0, changed, first ? 0 : 32, 32);
        String input = good.substring(0, good.lastIndexOf('.'));
        return new HostileToken("another number signs", input + "." + Forge.part(changed));
    }

    private HostileToken otherKey() {
        String head = Attacks.json(header);
        String body = Attacks.json(claims);
        byte[] published = signer.key.publicKey().getEncoded();
        return switch (random.nextInt(4)) {
            case 0 -> new HostileToken("a stranger signs", Forge.signed(head, body, stranger.key.privateKey()));
            case 1 ->
                new HostileToken(
                        "our public key as a secret",
                        Forge.hmac(
                                Attacks.json(Attacks.changed(header, "alg", "\"HS256\"")),
                                body,
                                "HmacSHA256",
                                published));
            case 2 ->
                new HostileToken(
                        "a stranger signs under a kid of their own",
                        Forge.signed(
                                Attacks.json(Attacks.changed(header, "kid", Attacks.quoted(stranger.kid()))),
                                body,
                                stranger.key.privateKey()));
            default ->
                new HostileToken(
                        "signed in DER",
                        Forge.part(head)
                                + "."
                                + Forge.part(body)
                                + "."
                                + Forge.part(Forge.signature(
                                        Forge.part(head) + "." + Forge.part(body),
                                        "SHA256withECDSA",
                                        signer.key.privateKey())));
        };
    }

    private HostileToken claim() {
        Map<String, String> changed = new LinkedHashMap<>(claims);
        String name = any(List.copyOf(claims.keySet()));
        String value = value();
        switch (random.nextInt(5)) {
            case 0 -> changed.remove(name);
            case 1 -> changed.put(any(List.of("nbf", "scope", "x", "Exp")), value);
            default -> changed.put(name, value);
        }
        return signed("a claim changed: " + name, Attacks.json(header), Attacks.json(changed));
    }

    private HostileToken headerName() {
        Map<String, String> changed = new LinkedHashMap<>(header);
        String name = any(List.of("alg", "typ", "kid", "jwk", "crit", "b64", "zip", "x5c", "jku"));
        changed.put(name, value());
        return signed("the header changed: " + name, Attacks.json(changed), Attacks.json(claims));
    }

    /** The same content, or nearly, in another spelling. */
    private HostileToken spelling() {
        String body = Attacks.json(claims);
        String head = Attacks.json(header);
        return switch (random.nextInt(6)) {
            case 0 -> signed("the claims in another order", head, Attacks.json(shuffled(claims)));
            case 1 -> signed("the header in another order", Attacks.json(shuffled(header)), body);
            case 2 -> {
                int at = random.nextInt(body.length());
                String blank = any(List.of(" ", "\t", "\n", "\0", "\uFEFF", ","));
                yield signed("a blank in the claims", head, body.substring(0, at) + blank + body.substring(at));
            }
            case 3 -> {
                String name = any(List.copyOf(claims.keySet()));
                yield signed("a claim twice: " + name, head, Attacks.twice(body, Attacks.quoted(name) + ":" + value()));
            }
            case 4 -> {
                int deep = 1 + random.nextInt(1_200);
                String nested = "[".repeat(deep) + "]".repeat(deep);
                yield signed("nested " + deep, head, Attacks.json(with("x", nested)));
            }
            default -> {
                String[] parts = good.split("\\.", -1);
                int which = random.nextInt(3);
                parts[which] = lastLetterChanged(parts[which]);
                yield new HostileToken("the last letter changed", String.join(".", parts));
            }
        };
    }

    private Map<String, String> with(String name, String value) {
        return Attacks.changed(claims, name, value);
    }

    private Map<String, String> shuffled(Map<String, String> members) {
        List<String> names = new ArrayList<>(members.keySet());
        Collections.shuffle(names, random);
        Map<String, String> shuffled = new LinkedHashMap<>();
        names.forEach(name -> shuffled.put(name, members.getOrDefault(name, "null")));
        return shuffled;
    }

    private String lastLetterChanged(String part) {
        return part.substring(0, part.length() - 1) + LETTERS.charAt(random.nextInt(64));
    }

    private HostileToken signed(String name, String header, String claims) {
        return new HostileToken(name, Forge.signed(header, claims, signer.key.privateKey()));
    }

    private String value() {
        return any(VALUES).replace("%d", Long.toString(now + random.nextInt(400)));
    }

    private char letter() {
        return LETTERS.charAt(random.nextInt(LETTERS.length()));
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static byte[] bytes32(BigInteger number) {
        byte[] raw = number.toByteArray();
        byte[] bytes = new byte[32];
        int length = Math.min(32, raw.length);
        System.arraycopy(raw, raw.length - length, bytes, 32 - length, length);
        return bytes;
    }
}
