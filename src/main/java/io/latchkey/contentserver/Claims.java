package io.latchkey.contentserver;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a token of Latchkey says, once its signature was found good.
 *
 * @param members just as they stand in it
 */
record Claims(Map<String, Object> members) {

    private static final long SKEW_SECONDS = 5;
    private static final long LONGEST_LIFE_SECONDS = 300;
    private static final long LATEST_TIME = 253_402_300_799L;
    private static final long LARGEST_SAFE_INTEGER = (1L << 53) - 1;

    /** Whether it was issued by them, for this site, and holds now. */
    boolean inForce(String issuer, String site, Instant time) {
        long now = time.getEpochSecond();
        Long issuedAt = seconds("iat");
        Long expiresAt = seconds("exp");
        return issuer.equals(members.get("iss"))
                && site.equals(members.get("aud"))
                && members.get("sub") instanceof String
                && members.get("jti") instanceof String
                && issuedAt != null
                && expiresAt != null
                && issuedAt <= now + SKEW_SECONDS
                && expiresAt >= now - SKEW_SECONDS
                && expiresAt <= issuedAt + LONGEST_LIFE_SECONDS + SKEW_SECONDS
                && notBefore(now);
    }

    /** Whether it opens this article, which asks for a tier or {@code registered}. */
    boolean cover(String article, String asks) {
        return members.values().stream().allMatch(Claims::flat)
                && members.get("articles") instanceof List<?> articles
                && members.get("tiers") instanceof List<?> tiers
                && (articles.contains(article) || tiers.contains(asks));
    }

    String subject() {
        return String.valueOf(members.get("sub"));
    }

    long issuedAt() {
        Long seconds = seconds("iat");
        return seconds == null ? 0 : seconds;
    }

    private boolean notBefore(long now) {
        if (members.get("nbf") == null) {
            return true;
        }
        Long notBefore = seconds("nbf");
        return notBefore != null && notBefore <= now + SKEW_SECONDS;
    }

    private @Nullable Long seconds(String name) {
        return seconds(members.get(name));
    }

    static @Nullable Long seconds(@Nullable Object claim) {
        return claim instanceof Integer || claim instanceof Long ? inRange(((Number) claim).longValue()) : null;
    }

    private static @Nullable Long inRange(long seconds) {
        return seconds >= 0 && seconds <= LATEST_TIME ? seconds : null;
    }

    /** Nothing of Latchkey's is deeper than a list of texts, and its numbers are integers. */
    private static boolean flat(@Nullable Object claim) {
        return switch (claim) {
            case null -> true;
            case String _, Boolean _ -> true;
            case Integer _ -> true;
            case Long number -> Math.abs(number) <= LARGEST_SAFE_INTEGER;
            case List<?> list -> list.stream().allMatch(String.class::isInstance);
            default -> false;
        };
    }
}
