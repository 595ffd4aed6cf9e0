package io.latchkey.metering;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A number of unlocks given to a reader.
 *
 * @param amount how many were given
 * @param used how many of them are spent
 * @param priority lower burns first, 1 to 255
 * @param expiresAt from when on none can be drawn; null for never
 * @param note the giver's own words
 */
@Table("unlock_grant")
public record Grant(
        @Column("grant_id") UUID id,
        GrantSource source,
        int amount,
        int used,
        int priority,
        @Nullable Instant expiresAt,
        @Nullable String note,
        Instant createdAt) {

    /**
     * Which grant pays first: priority, then the earliest to expire with never-expiring last, then
     * the oldest, then by id. The function draw_unlock orders by the same columns.
     */
    public static final Comparator<Grant> BURN_ORDER = Comparator.comparingInt(Grant::priority)
            .thenComparing(Grant::expiresAt, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Grant::createdAt)
            // PostgreSQL compares ids byte by byte, as their text does; UUID.compareTo is
            // signed.
            .thenComparing(grant -> grant.id().toString());

    /** How many are left. */
    public int left() {
        return amount - used;
    }

    /** Whether an unlock can be drawn from it at this moment. */
    public boolean drawableAt(Instant now) {
        return used < amount && (expiresAt == null || now.isBefore(expiresAt));
    }
}
