package io.latchkey.subscription;

/**
 * What the provider takes for a period, discounts taken off, in minor units of its price's
 * currency.
 *
 * @param nowMinor for the period under way; nothing in a trial
 * @param nextMinor for the one to come
 */
public record Charges(long nowMinor, long nextMinor) {}
