package io.latchkey.shared.web;

import io.latchkey.shared.problem.RequiredSetting;
import io.latchkey.shared.problem.SettingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The operator's key; where none is set, nothing matches. */
@Component
public class OperatorKey implements RequiredSetting {

    private static final int FEWEST_CHARACTERS = 32;

    /** What an Authorization header can carry without anybody changing it. */
    private static final Pattern VISIBLE = Pattern.compile("[!-~]+");

    private static final String REMEDY =
            "Make one with: openssl rand -hex 32   Or leave it out: operator calls are refused" + " then.";

    private final byte @Nullable [] key;

    OperatorKey(LatchkeySettings settings) {
        String text = settings.operatorKey();
        this.key = text == null || text.isBlank() ? null : checked(text.strip());
    }

    /** Whether this is the key; in constant time. */
    public boolean is(String presented) {
        return key != null && MessageDigest.isEqual(key, presented.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] checked(String text) {
        if (text.length() < FEWEST_CHARACTERS) {
            throw new SettingException(
                    "LATCHKEY_OPERATOR_KEY is shorter than " + FEWEST_CHARACTERS + " characters: it could be guessed.",
                    REMEDY);
        }
        if (!VISIBLE.matcher(text).matches()) {
            throw new SettingException("LATCHKEY_OPERATOR_KEY holds characters that no header can carry.", REMEDY);
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
