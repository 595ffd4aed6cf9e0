package io.latchkey.contentserver;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads JWTs that Latchkey signed, strictly: whatever is not as Latchkey writes it is refused. */
final class SignedClaims {

    private static final Pattern COMPACT =
            Pattern.compile("[A-Za-z0-9_-]{2,1024}\\.[A-Za-z0-9_-]{2,}\\.[A-Za-z0-9_-]{86}");
    private static final Pattern KID = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Set<String> HEADER = Set.of("alg", "typ", "kid");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private SignedClaims() {}

    /** What a JWT of this type says that a key known by its id signed. */
    static Optional<Map<String, Object>> read(String token, String type, Function<String, Optional<ECPublicKey>> keys) {
        if (!COMPACT.matcher(token).matches()) {
            return Optional.empty();
        }
        String[] parts = token.split("\\.", -1);
        return json(parts[0])
                .filter(header -> header.keySet().equals(HEADER))
                .filter(header -> "ES256".equals(header.get("alg")))
                .filter(header -> type.equals(header.get("typ")))
                .map(header -> header.get("kid"))
                .filter(kid -> kid instanceof String text && KID.matcher(text).matches())
                .filter(_ -> canonical(parts[2]))
                .flatMap(kid -> keys.apply((String) kid))
                .filter(key -> signs(key, token))
                .flatMap(_ -> json(parts[1]));
    }

    private static boolean signs(ECPublicKey key, String token) {
        try {
            return JWSObject.parse(token).verify(new ECDSAVerifier(key));
        } catch (JOSEException | ParseException e) {
            return false;
        }
    }

    /**
     * An object in the one spelling that Latchkey gives it. A name twice, 5.0 for 5, a blank or an
     * escape comes back otherwise.
     */
    private static Optional<Map<String, Object>> json(String part) {
        if (!canonical(part)) {
            return Optional.empty();
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
            return Optional.ofNullable(JSON.readValue(text, OBJECT))
                    .filter(read -> JSON.writeValueAsString(read).equals(text));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** Whether a part could not be spelled otherwise and mean the same. */
    private static boolean canonical(String part) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
