package io.latchkey.scan.site;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/**
 * A body as text, unpacked where it is packed, and cut where it is too long.
 *
 * @param cut whether it goes on
 */
record Body(String text, boolean cut) {

    static final int LARGEST = 16 << 20;

    private static final int BYTE = 0xff;
    private static final int PACKED_FIRST = 0x1f;
    private static final int PACKED_SECOND = 0x8b;
    private static final int PIECE = 8192;

    static Body of(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        return packed(bytes) ? unpacked(bytes) : of(bytes);
    }

    private static Body of(byte[] bytes) {
        int length = Math.min(bytes.length, LARGEST);
        return new Body(new String(bytes, 0, length, StandardCharsets.UTF_8), bytes.length > LARGEST);
    }

    /** Whatever its name and type: gzip says it itself (RFC 1952, section 2.3.1). */
    private static boolean packed(byte[] bytes) {
        return bytes.length > 2 && (bytes[0] & BYTE) == PACKED_FIRST && (bytes[1] & BYTE) == PACKED_SECOND;
    }

    private static Body unpacked(byte[] bytes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            for (byte[] next = in.readNBytes(PIECE);
                    next.length > 0 && all.size() <= LARGEST;
                    next = in.readNBytes(PIECE)) {
                all.writeBytes(next);
            }
            return of(all.toByteArray());
        } catch (IOException e) {
            // A piece of one, or none at all: what there is of it is looked at.
            return new Body(of(all.size() == 0 ? bytes : all.toByteArray()).text(), true);
        }
    }
}
