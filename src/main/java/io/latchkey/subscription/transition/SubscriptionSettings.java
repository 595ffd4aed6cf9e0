package io.latchkey.subscription.transition;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What holds for subscriptions of all sites.
 *
 * @param silence how long access stays open while the payment provider says nothing of a renewal
 *     that is due: it cannot be reached, or has not billed it yet
 */
@ConfigurationProperties("latchkey.subscription")
record SubscriptionSettings(@DefaultValue("14d") Duration silence) {}
