package io.latchkey.shared.database;

import io.r2dbc.postgresql.codec.Json;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.convert.ConverterBuilder;
import org.springframework.data.convert.ConverterBuilder.ConverterAware;
import org.springframework.data.r2dbc.convert.R2dbcCustomConversions;
import org.springframework.data.r2dbc.dialect.PostgresDialect;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How rows become records: each room names the types of its own that lie in one column. */
@Configuration(proxyBeanMethods = false)
class Columns {

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    @Bean
    static ConverterAware addresses() {
        return ConverterBuilder.reading(String.class, URI.class, URI::create).andWriting(URI::toString);
    }

    @Bean
    static ConverterAware timeZones() {
        return ConverterBuilder.reading(String.class, ZoneId.class, ZoneId::of).andWriting(ZoneId::getId);
    }

    @Bean
    static ConverterAware languages() {
        return ConverterBuilder.reading(String.class, Locale.class, Locale::forLanguageTag)
                .andWriting(Locale::toLanguageTag);
    }

    @Bean
    static ConverterAware ciphertexts() {
        return ConverterBuilder.reading(ByteBuffer.class, Ciphertext.class, Ciphertext::of)
                .andWriting(text -> ByteBuffer.wrap(text.bytes()));
    }

    /** An object whose members nobody fixed, in a column of type jsonb. */
    @Bean
    static ConverterAware objects(JsonMapper json) {
        return ConverterBuilder.reading(Json.class, Map.class, object -> json.readValue(object.asArray(), OBJECT))
                .andWriting(object -> Json.of(json.writeValueAsBytes(object)));
    }

    @Bean
    R2dbcCustomConversions conversions(List<ConverterAware> types) {
        return R2dbcCustomConversions.of(PostgresDialect.INSTANCE, types);
    }
}
