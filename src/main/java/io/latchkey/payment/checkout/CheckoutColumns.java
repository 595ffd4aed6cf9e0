package io.latchkey.payment.checkout;

import io.latchkey.payment.provider.CheckoutStatus;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.convert.ConverterBuilder;
import org.springframework.data.convert.ConverterBuilder.ConverterAware;

/** The types of this room that lie in a column. */
@Configuration(proxyBeanMethods = false)
class CheckoutColumns {

    @Bean
    static ConverterAware checkoutStatuses() {
        return ConverterBuilder.reading(String.class, CheckoutStatus.class, CheckoutStatus::parse)
                .andWriting(CheckoutStatus::word);
    }
}
