package io.latchkey.token;

import io.latchkey.token.key.SigningKey;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;

/** Signatures that are none, and tokens in another spelling than ours. */
final class HostileSignatures extends Attacks {

    /** The order of P-256: as r or s it is zero, which CVE-2022-21449 let pass. */
    private static final BigInteger ORDER =
            new BigInteger("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16);

    private final String good = good();

    HostileSignatures(SigningKey key, String token) {
        super(key, token);
    }

    @Override
    void attack() {
        signatures();
        spellings();
    }

    private void signatures() {
        String input = part(good, 0) + "." + part(good, 1);
        add("our kid, another's signature", Forge.signed(json(header), json(claims), stranger.privateKey()));
        signature("zero", new byte[64]);
        byte[] ours = Base64.getUrlDecoder().decode(part(good, 2));
        signature("r zero", joined(new byte[32], Arrays.copyOfRange(ours, 32, 64)));
        signature("s zero", joined(Arrays.copyOfRange(ours, 0, 32), new byte[32]));
        byte[] order = Arrays.copyOfRange(ORDER.toByteArray(), 1, 33);
        signature("r and s the order of the curve", joined(order, order));
        signature("all ones", filled());
        signature("r and s changed places", joined(Arrays.copyOfRange(ours, 32, 64), Arrays.copyOfRange(ours, 0, 32)));
        signature("cut short", Arrays.copyOf(ours, 63));
        signature("made longer", Arrays.copyOf(ours, 65));
        signature("twice", joined(ours, ours));
        signature("in DER", Forge.signature(input, "SHA256withECDSA", key.privateKey()));
        signature("over another hash", Forge.signature(input, "SHA512withECDSAinP1363Format", key.privateKey()));
        signature(
                "over the claims alone",
                Forge.signature(part(good, 1), "SHA256withECDSAinP1363Format", key.privateKey()));
        ours[10] ^= 1;
        signature("with a bit flipped", ours);
    }

    private void spellings() {
        String start = part(good, 0) + "." + part(good, 1) + ".";
        add("an unused bit set in the signature", start + Forge.lastCharacterRaised(part(good, 2)));
        // One byte over a multiple of three leaves four unused bits in the last character.
        String loose = json(header) + " ".repeat(3 - (json(header).length() + 2) % 3);
        String raised = Forge.lastCharacterRaised(Forge.part(loose));
        add("an unused bit set in the header", Forge.signedParts(raised, part(good, 1), key.privateKey()));
        add("padded", good + "==");
        add("a padded header", Forge.signedParts(part(good, 0) + "=", part(good, 1), key.privateKey()));
        add("standard base64", good.replace('-', '+').replace('_', '/') + "+");
        add("truncated", good.substring(0, good.length() - 1));
        add("one part", part(good, 0));
        add("two parts", part(good, 0) + "." + part(good, 1));
        add("four parts", good + ".x");
        add("five parts, as a JWE", part(good, 0) + ".." + part(good, 1) + "." + part(good, 2) + ".x");
        add("an empty header", "." + part(good, 1) + "." + part(good, 2));
        add("empty claims", part(good, 0) + ".." + part(good, 2));
        add("an empty signature", start);
        add("dots only", "..");
        add("nothing", "");
        add("a space before", " " + good);
        add("a space behind", good + " ");
        add("a space within", good.replaceFirst("\\.", " ."));
        add("a line feed behind", good + "\n");
        add("a line feed within", good.replaceFirst("\\.", "\n."));
        add("a null byte behind", good + "\0");
        add("a letter beyond ASCII", good + "é");
        add("a full-width letter", good.replaceFirst("e", "ｅ"));
        add("two tokens", good + "," + good);
        raw("more than our longest", json(header), json(changed(claims, "x", quoted("x".repeat(9_000)))));
        raw("a hundred thousand letters", json(header), "x".repeat(100_000));
    }

    private void signature(String attack, byte[] signature) {
        add("a signature " + attack, part(good, 0) + "." + part(good, 1) + "." + Forge.part(signature));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] filled() {
        byte[] ones = new byte[64];
        Arrays.fill(ones, (byte) 0xFF);
        return ones;
    }
}
