package io.latchkey.reader.signin.openid;

import io.latchkey.reader.identity.Ref;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.secret.Sha256;
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
            return new Ref("sub-" + HexFormat.of().formatHex(Sha256.of(subject)));
        }
    }
}
