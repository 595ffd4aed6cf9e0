package io.latchkey.subscription.transition;

import io.latchkey.site.Site;
import io.latchkey.subscription.state.Deadlines;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * How long readers keep what they have while a payment is missing: a site's days of grace, and this
 * deployment's patience with its payment provider.
 */
@Component
@EnableConfigurationProperties(SubscriptionSettings.class)
public class Leniency {

    private final SubscriptionSettings settings;

    Leniency(SubscriptionSettings settings) {
        this.settings = settings;
    }

    /** At this site. */
    public Deadlines at(Site site) {
        return with(site.graceDays());
    }

    /** At a site with so many days of grace. */
    public Deadlines with(int graceDays) {
        return new Deadlines(Duration.ofDays(graceDays), settings.silence());
    }
}
