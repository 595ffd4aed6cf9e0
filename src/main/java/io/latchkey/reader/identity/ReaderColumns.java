package io.latchkey.reader.identity;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.convert.ConverterBuilder;
import org.springframework.data.convert.ConverterBuilder.ConverterAware;

/** The types of this room that lie in a column. */
@Configuration(proxyBeanMethods = false)
class ReaderColumns {

    @Bean
    static ConverterAware refs() {
        return ConverterBuilder.reading(String.class, Ref.class, Ref::new).andWriting(Ref::value);
    }

    @Bean
    static ConverterAware emailAddresses() {
        return ConverterBuilder.reading(String.class, EmailAddress.class, EmailAddress::new)
                .andWriting(EmailAddress::value);
    }
}
