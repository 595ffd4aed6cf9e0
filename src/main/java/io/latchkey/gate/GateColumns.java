package io.latchkey.gate;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.convert.ConverterBuilder;
import org.springframework.data.convert.ConverterBuilder.ConverterAware;

/** The types of this room that lie in a column. */
@Configuration(proxyBeanMethods = false)
class GateColumns {

    @Bean
    static ConverterAware articlePatterns() {
        return ConverterBuilder.reading(String.class, ArticlePattern.class, ArticlePattern::of)
                .andWriting(ArticlePattern::text);
    }
}
