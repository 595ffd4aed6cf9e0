package io.latchkey.subscription;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.convert.ConverterBuilder;
import org.springframework.data.convert.ConverterBuilder.ConverterAware;

/** The types of this room that lie in a column. */
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
