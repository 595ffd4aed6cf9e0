package io.latchkey.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import io.latchkey.testing.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What anyone can verify without us: another library, the published keys and the answer. */
class ReceiptSignatureTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final IssuedReceipts receipts = IssuedReceipts.none();

    @Test
    void isVerifiedByAnotherLibraryWithThePublishedKeys() throws Exception {
        UUID first = receipts.add(IssuedReceipts.purchase());
        UUID second = receipts.add(IssuedReceipts.withdrawal("too dear"));
        for (UUID id : List.of(first, second)) {
            JsonNode found = receipts.verified(id);
            String document = found.path("document").asString();
            JWSObject jws = JWSObject.parse(found.path("signature").asString());
            assertThat(verifies(jws, "/.well-known/receipt-keys.json")).isTrue();
            assertThat(jws.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
            assertThat(jws.getHeader().getType().getType()).isEqualTo("latchkey-receipt+jws");
            assertThat(jws.getHeader().getKeyID()).isEqualTo(found.path("keyId").asString());
            assertThat(jws.getPayload().toString()).isEqualTo(document);
            assertThat(sha256(document)).isEqualTo(found.path("hash").asString());
            assertThat(new JsonCanonicalizer(document).getEncodedString()).isEqualTo(document);
            JsonNode told = JSON.readTree(document);
            for (String member : List.of("id", "kind", "site", "number", "receivedAt")) {
                assertThat(told.path(member)).as(member).isEqualTo(found.path(member));
            }
        }
        assertThat(receipts.verified(first).has("previousHash")).isFalse();
        assertThat(JSON.readTree(receipts.verified(second).path("document").asString())
                        .path("previousHash"))
                .isEqualTo(receipts.verified(first).path("hash"));
        assertThat(receipts.verdict(first)).isEqualTo("true whole");
    }

    @Test
    void isSignedWithNoKeyOfTokens() throws Exception {
        JsonNode found = receipts.verified(receipts.add(IssuedReceipts.purchase()));
        String jws = found.path("signature").asString();

        assertThat(verifies(JWSObject.parse(jws), "/.well-known/jwks.json")).isFalse();
        Problems.assertProblem(
                "a receipt as a reader token", receipts.site().api().get("/v1/me", jws), 401, "invalid-credentials");
    }

    @Test
    void theKeysAreCacheableAndHoldNoSecret() throws ParseException {
        var answer = receipts.site().api().get("/.well-known/receipt-keys.json", null);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("max-age=300, stale-if-error=86400");
        JWKSet keys = JWKSet.parse(answer.text());
        assertThat(keys.getKeys()).isNotEmpty().noneMatch(key -> key.isPrivate());
    }

    /** By whichever of these keys the signature names. */
    private boolean verifies(JWSObject jws, String keys) throws ParseException, JOSEException, IOException {
        var published = JWKSet.parse(receipts.site().api().get(keys, null).text());
        var key = published.getKeyByKeyId(jws.getHeader().getKeyID());
        return key != null && jws.verify(new ECDSAVerifier(key.toECKey()));
    }

    private static String sha256(String text) throws NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
