package io.latchkey.contentserver;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose tokens are refused before they expire.
 *
 * @param issuedAt seconds since 1970
 * @param before by reader, from which second on their tokens are good again
 */
record Revocations(long issuedAt, Map<String, Long> before) {

    boolean refuse(Claims token) {
        return token.issuedAt() < before.getOrDefault(token.subject(), 0L);
    }

    /** The list that these claims are, unless it is none or older than the one that is held. */
    static Optional<Revocations> of(Claims list, @Nullable Revocations held) {
        if (held != null && list.issuedAt() < held.issuedAt()) {
            return Optional.empty();
        }
        return entries(list.members().get("revoked")).map(before -> new Revocations(list.issuedAt(), before));
    }

    private static Optional<Map<String, Long>> entries(@Nullable Object revoked) {
        if (!(revoked instanceof List<?> pairs)) {
            return Optional.empty();
        }
        Map<String, Long> before = new HashMap<>();
        for (Object pair : pairs) {
            Long second = pair instanceof List<?> two && two.size() == 2 ? second(two) : null;
            if (second == null || !(((List<?>) pair).getFirst() instanceof String reader)) {
                return Optional.empty();
            }
            before.put(reader, second);
        }
        return Optional.of(Map.copyOf(before));
    }

    private static @Nullable Long second(List<?> pair) {
        return Claims.seconds(pair.get(1));
    }
}
