package io.latchkey.payment.money;

import io.latchkey.payment.provider.BilledDispute;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.convert.ConverterBuilder;
import org.springframework.data.convert.ConverterBuilder.ConverterAware;

/** The types of this room that lie in a column. */
@Configuration(proxyBeanMethods = false)
class MoneyColumns {

    @Bean
    static ConverterAware disputeStatuses() {
        return ConverterBuilder.reading(String.class, BilledDispute.Status.class, BilledDispute.Status::parse)
                .andWriting(BilledDispute.Status::word);
    }

    @Bean
    static ConverterAware refundStatuses() {
        return ConverterBuilder.reading(String.class, Refund.Status.class, Refund.Status::parse)
                .andWriting(Refund.Status::word);
    }
}
