package io.latchkey.metering;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where unlocks come from, and in which order sources are used up. */
public enum GrantSource {
    /** A subscription's period. */
    PLAN(20),
    /** Bought once. */
    PACK(50),
    /** Given by the site or a friend. */
    GIFT(30),
    /** Given by the site to make up for something. */
    GOODWILL(30);

    private final int usualPriority;

    GrantSource(int usualPriority) {
        this.usualPriority = usualPriority;
    }

    /** The priority of a grant that names none; lower burns first. */
    public int usualPriority() {
        return usualPriority;
    }

    /** The source as the contract writes it. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static GrantSource parse(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
