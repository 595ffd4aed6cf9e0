package io.latchkey.subscription.beginning;

import java.util.List;

/**
 * What was sold with the first period, as it was offered.
 *
 * @param withTrial whether it begins with a trial
 * @param tiers what it opens at least until it renews
 * @param unlocks that come with the first period
 */
public record Sold(boolean withTrial, List<String> tiers, int unlocks) {}
