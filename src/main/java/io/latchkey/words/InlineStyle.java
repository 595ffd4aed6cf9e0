package io.latchkey.words;

import io.latchkey.shared.secret.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/** A style that stands within its page, so that the page keeps it when it is saved. */
public record InlineStyle(String text) {

    /**
     * Reads it from a file, which blocks: at the start, never on an event loop.
     *
     * @param file on the class path
     */
    public static InlineStyle of(String file) {
        try (InputStream style = InlineStyle.class.getResourceAsStream("/" + file)) {
            return new InlineStyle(
                    new String(Objects.requireNonNull(style, file).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    /** What allows this very style and no other (CSP Level 3, section 2.3.1). */
    public String source() {
        return "'sha256-" + Base64.getEncoder().encodeToString(Sha256.of(text)) + "'";
    }
}
