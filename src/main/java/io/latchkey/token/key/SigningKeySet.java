package io.latchkey.token.key;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The keys that this replica knows, and which of them does what at a given time.
 *
 * @param keys those in force
 * @param lastGeneration the highest in the table, a withdrawn key's included; 0 when it is empty
 */
public record SigningKeySet(List<SigningKey> keys, int lastGeneration) {

    /**
     * From publication to first use: content servers hold the JWKS for 300 s, other replicas look
     * at the table every few seconds, and clocks differ.
     */
    static final Duration PUBLISHED_BEFORE_SIGNING = Duration.ofMinutes(10);

    static final SigningKeySet EMPTY = new SigningKeySet(List.of(), 0);

    public SigningKeySet {
        keys = List.copyOf(keys);
    }

    /** The youngest key whose time to sign has come. */
    public Optional<SigningKey> signingAt(Instant now) {
        return keys.stream()
                .filter(key -> !key.signsFrom().isAfter(now))
                .max(Comparator.comparingInt(SigningKey::generation));
    }

    List<SigningKey> publishedAt(Instant now) {
        return keys.stream().filter(key -> key.publishedAt(now)).toList();
    }

    /** The key that a token of this time may be verified with. */
    public Optional<SigningKey> verifying(String kid, Instant now) {
        return keys.stream()
                .filter(key -> key.kid().equals(kid) && key.publishedAt(now))
                .findFirst();
    }

    /** The youngest key of all, whether it signs already or is only announced. */
    Optional<SigningKey> youngest() {
        return keys.stream().max(Comparator.comparingInt(SigningKey::generation));
    }

    /** A key announced but not yet signing: asking for a rotation again changes nothing. */
    Optional<SigningKey> announcedAt(Instant now) {
        return youngest().filter(key -> key.signsFrom().isAfter(now));
    }

    /**
     * The generation of a key made on the strength of what this set shows: the table refuses it
     * when another replica was faster, because then this set is out of date.
     */
    int nextGeneration() {
        return lastGeneration + 1;
    }

    SigningKeySet without(String kid) {
        return new SigningKeySet(
                keys.stream().filter(key -> !key.kid().equals(kid)).toList(), lastGeneration);
    }
}
