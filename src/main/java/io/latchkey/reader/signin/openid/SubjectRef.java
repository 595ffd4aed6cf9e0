package io.latchkey.reader.signin.openid;

import io.latchkey.reader.identity.Ref;
import io.latchkey.shared.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Who a provider's {@code sub} is at the site: the reader with that very ref, so that a site's own
 * provider and its server name the same person. A {@code sub} that no ref can be stands for {@code
 * sub-} and its SHA-256 in hexadecimal.
 */
final class SubjectRef {

    private SubjectRef() {}

    static Ref of(String subject) {
        try {
            return new Ref(subject);
        } catch (Problem unfit) {
            return new Ref("sub-" + HexFormat.of().formatHex(hash(subject)));
        }
    }

    private static byte[] hash(String subject) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
