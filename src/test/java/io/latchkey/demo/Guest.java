package io.latchkey.demo;

import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Somebody who looks at the paper, as its masthead greets them.
 *
 * @param token the reader token; empty for who is not signed in
 * @param meter left of the free articles of a month
 * @param limit of those
 * @param unlocked the ids of the articles that are theirs
 */
record Guest(String token, int unlockLeft, int meter, int limit, Set<String> unlocked) {

    static final Guest STRANGER = new Guest("", 0, 0, 0, Set.of());

    /** From the service's answers about the reader. */
    static Guest of(String token, JsonNode me, JsonNode unlocks) {
        return new Guest(
                token,
                me.path("unlockLeft").asInt(),
                me.path("meter").path("left").asInt(),
                me.path("meter").path("limit").asInt(),
                unlocks.path("items").values().stream()
                        .map(unlock -> unlock.path("article").asString())
                        .collect(Collectors.toSet()));
    }

    boolean signedIn() {
        return !token.isEmpty();
    }
}
