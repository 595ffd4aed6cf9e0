package io.latchkey.subscription.transition;

import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionStatus;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.convert.ConverterBuilder;
import org.springframework.data.convert.ConverterBuilder.ConverterAware;

/** What lies of a subscription in a column, in types. */
@Configuration(proxyBeanMethods = false)
class SubscriptionColumns {

    @Bean
    static ConverterAware subscriptionStatuses() {
        return ConverterBuilder.reading(String.class, SubscriptionStatus.class, SubscriptionStatus::parse)
                .andWriting(SubscriptionStatus::word);
    }

    @Bean
    static ConverterAware subscriptionSources() {
        return ConverterBuilder.reading(String.class, Subscription.Source.class, Subscription.Source::parse)
                .andWriting(Subscription.Source::word);
    }
}
