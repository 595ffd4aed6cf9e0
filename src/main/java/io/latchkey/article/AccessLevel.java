package io.latchkey.article;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.latchkey.shared.web.Input;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who an article is open to. */
public enum AccessLevel {
    /** Anyone. */
    FREE,
    /** Any reader who is signed in. */
    REGISTERED,
    /** The meter, an unlock or a plan. */
    METERED,
    /** An unlock or a plan. */
    PREMIUM,
    /** A plan only. */
    SUBSCRIBERS;

    private static final Set<String> WORDS =
            new LinkedHashSet<>(List.of("free", "registered", "metered", "premium", "subscribers"));

    /** Reads a level as the contract writes it. */
    @JsonCreator
    public static AccessLevel parse(@Nullable String word) {
        return valueOf(Input.word("access", word, WORDS).toUpperCase(Locale.ROOT));
    }

    /** The level as the contract writes it. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether an unlock opens it. */
    public boolean takesUnlocks() {
        return this == METERED || this == PREMIUM;
    }
}
