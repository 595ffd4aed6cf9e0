package io.latchkey.subscription.leaving;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.convert.ConverterBuilder;
import org.springframework.data.convert.ConverterBuilder.ConverterAware;

/** The types of this room that lie in a column. */
@Configuration(proxyBeanMethods = false)
class LeavingColumns {

    @Bean
    static ConverterAware reasonKinds() {
        return ConverterBuilder.reading(String.class, CancellationReasons.Kind.class, CancellationReasons.Kind::parse)
                .andWriting(CancellationReasons.Kind::word);
    }
}
