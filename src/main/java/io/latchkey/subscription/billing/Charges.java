package io.latchkey.subscription.billing;

import org.springframework.data.relational.core.mapping.Column;

/**
 * What the provider takes for a period, discounts taken off, in minor units of its price's
 * currency.
 *
 * @param nowMinor for the period under way; nothing in a trial
 * @param nextMinor for the one to come
 */
public record Charges(
        @Column("charge_minor") long nowMinor,
        @Column("next_charge_minor") long nextMinor) {}
