package io.latchkey.token;

import io.jsonwebtoken.io.AbstractDeserializer;
import io.jsonwebtoken.io.AbstractSerializer;
import java.io.OutputStream;
import java.io.Reader;
import java.util.Map;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON for jjwt on Jackson 3. Its stock readers let the last of two equal names win; RFC 8725,
 * section 2.4 and RFC 7519, section 4 allow to refuse them, and two readers that choose differently
 * are an attack.
 */
final class JwtJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private JwtJson() {}

    static Map<String, ?> read(String json) {
        return JSON.readValue(json, OBJECT);
    }

    /** Whether this is just as we would write it: one content has one spelling. */
    static boolean spells(String json, Map<String, ?> read) {
        return JSON.writeValueAsString(read).equals(json);
    }

    /** Writes headers and claims. */
    static final class Writer extends AbstractSerializer<Map<String, ?>> {
        @Override
        protected void doSerialize(Map<String, ?> value, OutputStream out) {
            JSON.writeValue(out, value);
        }
    }

    /** Reads headers and claims. */
    static final class Parser extends AbstractDeserializer<Map<String, ?>> {
        @Override
        protected Map<String, ?> doDeserialize(Reader reader) {
            return JSON.readValue(reader, OBJECT);
        }
    }
}
