package io.latchkey.payment.promo;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.convert.ConverterBuilder;
import org.springframework.data.convert.ConverterBuilder.ConverterAware;

/** The types of this room that lie in a column. */
@Configuration(proxyBeanMethods = false)
class PromoColumns {

    @Bean
    static ConverterAware promoCodeIds() {
        return ConverterBuilder.reading(String.class, PromoCodeId.class, PromoCodeId::new)
                .andWriting(PromoCodeId::toString);
    }

    @Bean
    static ConverterAware redemptionStatuses() {
        return ConverterBuilder.reading(String.class, Redemptions.Status.class, Redemptions.Status::parse)
                .andWriting(Redemptions.Status::word);
    }
}
