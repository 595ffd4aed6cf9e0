package io.latchkey.receipt;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.convert.ConverterBuilder;
import org.springframework.data.convert.ConverterBuilder.ConverterAware;

/** The types of this room that lie in a column. */
@Configuration(proxyBeanMethods = false)
class ReceiptColumns {

    @Bean
    static ConverterAware receiptKinds() {
        return ConverterBuilder.reading(String.class, Receipt.Kind.class, Receipt.Kind::parse)
                .andWriting(Receipt.Kind::word);
    }
}
