package io.latchkey.gate;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the path of the address that a reader asked for. Whatever two servers could read in two
 * ways is refused: then the one behind us could serve another article than the one that was decided
 * about. No browser sends such an address.
 */
final class ArticlePath {

    private static final int LONGEST = 2_048;
    private static final String STEERING = "/\\;%?#";

    private ArticlePath() {}

    /**
     * The path, decoded once and with single slashes, without the query; null when it cannot be
     * told what it means: dot segments, parameters, backslashes, controls, what is encoded twice.
     */
    static @Nullable String of(String uri) {
        int query = uri.indexOf('?');
        String raw = query < 0 ? uri : uri.substring(0, query);
        if (!raw.startsWith("/") || raw.length() > LONGEST) {
            return null;
        }
        String decoded = decoded(raw);
        if (decoded == null) {
            return null;
        }
        String path = decoded.replaceAll("/{2,}", "/");
        for (String segment : path.split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                return null;
            }
        }
        return path;
    }

    private static @Nullable String decoded(String raw) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char next = raw.charAt(i);
            if (next == '%') {
                int value = encoded(raw, i + 1);
                if (value < 0) {
                    return null;
                }
                bytes.write(value);
                i += 2;
            } else if (plain(next)) {
                bytes.write(next);
            } else {
                return null;
            }
        }
        return text(bytes.toByteArray());
    }

    /**
     * The byte of two hexadecimal digits; negative when there are none or it may not be encoded.
     */
    private static int encoded(String raw, int from) {
        if (from + 2 > raw.length()) {
            return -1;
        }
        int high = Character.digit(raw.charAt(from), 16);
        int low = Character.digit(raw.charAt(from + 1), 16);
        int value = high * 16 + low;
        boolean steers = STEERING.indexOf(value) >= 0;
        return high < 0 || low < 0 || steers || value < 0x20 || value == 0x7f ? -1 : value;
    }

    private static boolean plain(char letter) {
        return letter > 0x20 && letter < 0x7f && (letter == '/' || STEERING.indexOf(letter) < 0);
    }

    private static @Nullable String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
