package io.latchkey.payment.checkout;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a pack brought.
 *
 * @param until when those that are left expire; null for never
 */
public record GivenUnlocks(int unlocks, @Nullable Instant until) {}
