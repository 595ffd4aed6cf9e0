package io.latchkey.notice;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a letter leads. Each is null where it leads nowhere of the kind.
 *
 * @param undo what it tells of is undone there
 * @param account the reader's
 * @param cancel the subscription is canceled there
 * @param payment the reader pays in another way there
 * @param receipt the receipt that it tells of, to print and to verify
 * @param imprint who the site is
 */
record Links(
        @Nullable URI undo,
        @Nullable URI account,
        @Nullable URI cancel,
        @Nullable URI payment,
        @Nullable URI receipt,
        @Nullable URI imprint) {

    /** All that there are. */
    List<URI> all() {
        return Stream.of(undo, account, cancel, payment, receipt, imprint)
                .filter(Objects::nonNull)
                .toList();
    }
}
