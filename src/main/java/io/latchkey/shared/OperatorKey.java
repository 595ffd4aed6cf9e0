package io.latchkey.shared;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The operator's key; where none is set, nothing matches. */
@Component
public class OperatorKey {

    private final byte @Nullable [] key;

    OperatorKey(LatchkeySettings settings) {
        String text = settings.operatorKey();
        this.key = text == null || text.isBlank() ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether this is the key; in constant time. */
    public boolean is(String presented) {
        return key != null
                && MessageDigest.isEqual(key, presented.getBytes(StandardCharsets.UTF_8));
    }
}
