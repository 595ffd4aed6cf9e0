package io.latchkey.shared;

import java.net.URI;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.convert.ConverterBuilder;
import org.springframework.data.convert.ConverterBuilder.ConverterAware;
import org.springframework.data.r2dbc.convert.R2dbcCustomConversions;
import org.springframework.data.r2dbc.dialect.PostgresDialect;

/** How rows become records: each room names the types of its own that lie in one column. */
@Configuration(proxyBeanMethods = false)
class Columns {

    @Bean
    static ConverterAware addresses() {
        return ConverterBuilder.reading(String.class, URI.class, URI::create).andWriting(URI::toString);
    }

    @Bean
    R2dbcCustomConversions conversions(List<ConverterAware> types) {
        return R2dbcCustomConversions.of(PostgresDialect.INSTANCE, types);
    }
}
