package io.latchkey.article;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.convert.ConverterBuilder;
import org.springframework.data.convert.ConverterBuilder.ConverterAware;

/** The types of this room that lie in a column. */
@Configuration(proxyBeanMethods = false)
class ArticleColumns {

    @Bean
    static ConverterAware articleIds() {
        return ConverterBuilder.reading(String.class, ArticleId.class, ArticleId::new)
                .andWriting(ArticleId::value);
    }

    @Bean
    static ConverterAware accessLevels() {
        return ConverterBuilder.reading(String.class, AccessLevel.class, AccessLevel::parse)
                .andWriting(AccessLevel::word);
    }
}
