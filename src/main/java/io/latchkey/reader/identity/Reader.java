package io.latchkey.reader.identity;

import org.jspecify.annotations.Nullable;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A person at one site, as far as the site told us.
 *
 * @param ref null for an anonymous reader
 */
@Table("reader")
public record Reader(
        @Embedded.Empty ReaderKey key,
        boolean anonymous,
        @Nullable Ref ref,
        @Nullable String email,
        @Nullable String name,
        @Nullable String locale) {

    /** A reader of whom nothing is stored. */
    static Reader unseen(ReaderKey key, boolean anonymous) {
        return new Reader(key, anonymous, null, null, null, null);
    }
}
