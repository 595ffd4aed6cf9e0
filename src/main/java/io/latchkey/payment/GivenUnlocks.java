package io.latchkey.payment;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What a pack brought.
 *
 * @param until when those that are left expire; null for never
 */
record GivenUnlocks(int unlocks, @Nullable Instant until) {}
