package io.latchkey.site;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.convert.ConverterBuilder;
import org.springframework.data.convert.ConverterBuilder.ConverterAware;

/** The types of this room that lie in a column. */
@Configuration(proxyBeanMethods = false)
class SiteColumns {

    @Bean
    static ConverterAware siteIds() {
        return ConverterBuilder.reading(String.class, SiteId.class, SiteId::new).andWriting(SiteId::value);
    }

    @Bean
    static ConverterAware scopes() {
        return ConverterBuilder.reading(String.class, Scope.class, Scope::parse).andWriting(Scope::word);
    }
}
