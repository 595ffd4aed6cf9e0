package io.latchkey.metering;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.convert.ConverterBuilder;
import org.springframework.data.convert.ConverterBuilder.ConverterAware;

/** The types of this room that lie in a column. */
@Configuration(proxyBeanMethods = false)
class MeteringColumns {

    @Bean
    static ConverterAware grantSources() {
        return ConverterBuilder.reading(String.class, GrantSource.class, GrantSource::parse)
                .andWriting(GrantSource::word);
    }
}
