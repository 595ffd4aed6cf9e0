package io.latchkey.subscription.declaration;

import io.r2dbc.postgresql.codec.Json;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.convert.ConverterBuilder;
import org.springframework.data.convert.ConverterBuilder.ConverterAware;
import tools.jackson.databind.json.JsonMapper;

/** The types of this room that lie in a column. */
@Configuration(proxyBeanMethods = false)
class DeclarationColumns {

    @Bean
    static ConverterAware declarationKinds() {
        return ConverterBuilder.reading(String.class, Declaration.Kind.class, Declaration.Kind::parse)
                .andWriting(Declaration.Kind::word);
    }

    @Bean
    static ConverterAware declarationStatuses() {
        return ConverterBuilder.reading(String.class, Declaration.Status.class, Declaration.Status::parse)
                .andWriting(Declaration.Status::word);
    }

    @Bean
    static ConverterAware declarationCauses() {
        return ConverterBuilder.reading(String.class, Declaration.Cause.class, Declaration.Cause::parse)
                .andWriting(Declaration.Cause::word);
    }

    @Bean
    static ConverterAware declaredFacts(JsonMapper json) {
        return ConverterBuilder.reading(
                        Json.class,
                        Declaration.Facts.class,
                        facts -> json.readValue(facts.asArray(), Declaration.Facts.class))
                .andWriting(facts -> Json.of(json.writeValueAsBytes(facts)));
    }
}
