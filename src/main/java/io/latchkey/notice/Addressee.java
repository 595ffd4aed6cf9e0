package io.latchkey.notice;

import io.latchkey.reader.identity.Reader;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a letter goes. For a reader who was erased it is kept, sealed, with the letter alone, and
 * until it has gone.
 *
 * @param name null when it is not known
 * @param locale a language tag; null when it is not known
 */
record Addressee(
        String address, @Nullable String name, @Nullable String locale) {

    /** At most: as long as a letter is tried. */
    static final Duration KEPT_AFTER_ERASURE = Duration.ofDays(3);

    /** Empty for whom no address is known of. */
    static Optional<Addressee> of(Reader reader) {
        return Optional.ofNullable(reader.email())
                .map(address -> new Addressee(address, reader.name(), reader.locale()));
    }

    /** Says nothing of whom. */
    @Override
    public String toString() {
        return "Addressee";
    }
}
