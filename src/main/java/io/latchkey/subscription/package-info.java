/**
 * Subscriptions, a wing of rooms. {@code billing} is what we and those who bill have in common, and
 * {@code state} the machine of a reader's running plan: both decide and do nothing. {@code transition}
 * is the one shell in which subscriptions change; above it they begin ({@code beginning}), go on
 * ({@code renewal}), become others ({@code change}) and end ({@code leaving}), also for whoever does
 * not sign in ({@code declaration}). None takes money: whoever was paid says so here.
 */
@NullMarked
package io.latchkey.subscription;

import org.jspecify.annotations.NullMarked;
