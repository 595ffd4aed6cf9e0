package io.latchkey.reader.signin.openid;

import io.latchkey.words.Languages;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What comes back with the browser (RFC 6749, section 10.12).
 *
 * @param proof that this browser went
 * @param language the one that was chosen by hand on our pages; null when none was
 */
record FlowState(String proof, @Nullable Locale language) {

    private static final String BETWEEN = ".";

    static FlowState of(FlowSecret secret, @Nullable Locale language) {
        return new FlowState(secret.state(), language);
    }

    /** Nobody's, where it is none of ours. */
    static FlowState of(@Nullable String text) {
        String[] parts = String.valueOf(text).split("[.]", 2);
        return new FlowState(
                parts[0], parts.length == 1 ? null : Languages.lookup(parts[1]).orElse(null));
    }

    boolean isOf(FlowSecret secret) {
        return MessageDigest.isEqual(
                secret.state().getBytes(StandardCharsets.UTF_8), proof.getBytes(StandardCharsets.UTF_8));
    }

    String text() {
        return language == null ? proof : proof + BETWEEN + language.toLanguageTag();
    }
}
