package io.latchkey.site;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.latchkey.shared.web.Input;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a site key may be used for. */
public enum Scope {
    /** Articles and plans. */
    PUBLISH,
    /** Readers and their sessions. */
    SESSIONS,
    /** Decisions about a reader. */
    CHECK,
    /** Unlocks given to a reader. */
    GRANTS,
    /** The site's settings, plans and keys. */
    ADMIN;

    private static final Set<String> WORDS = Set.of("publish", "sessions", "check", "grants", "admin");

    /** Reads a scope as the contract writes it. */
    @JsonCreator
    static Scope parse(@Nullable String word) {
        return valueOf(Input.word("scopes", word, WORDS).toUpperCase(Locale.ROOT));
    }

    /** The scope as the contract writes it. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
