package io.latchkey.plan;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.convert.ConverterBuilder;
import org.springframework.data.convert.ConverterBuilder.ConverterAware;

/** The types of this room that lie in a column. */
@Configuration(proxyBeanMethods = false)
class PlanColumns {

    @Bean
    static ConverterAware planIds() {
        return ConverterBuilder.reading(String.class, PlanId.class, PlanId::new).andWriting(PlanId::value);
    }
}
