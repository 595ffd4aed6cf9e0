package io.latchkey.shared.database;

import java.nio.ByteBuffer;

/** What {@link MasterKey} encrypted, as it is stored. */
public final class Ciphertext {

    private final byte[] bytes;

    /** Takes what was stored or handed out. */
    public Ciphertext(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    static Ciphertext of(ByteBuffer column) {
        byte[] bytes = new byte[column.remaining()];
        column.duplicate().get(bytes);
        return new Ciphertext(bytes);
    }

    /** To be stored or handed out. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Says nothing of what is in it. */
    @Override
    public String toString() {
        return "Ciphertext";
    }
}
