package io.latchkey.token;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.latchkey.token.key.ReceiptKeys;
import io.latchkey.token.key.SigningKey;
import java.util.Arrays;
import java.util.Map;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Signs and verifies receipts: ES256 as a compact JWS (RFC 7515) with the document as payload. */
@Component
public class ReceiptSigner {

    /** No token's type, so that none passes for the other (RFC 8725, section 3.11). */
    private static final String TYPE = "latchkey-receipt+jws";

    /** Keeps a payload that happens to be a JSON object from being read as a token's claims. */
    private static final String CONTENT_TYPE = "json";

    private final ReceiptKeys keys;
    private final JwtJson.Writer writer = new JwtJson.Writer();
    private final JwtJson.Parser parser = new JwtJson.Parser();

    ReceiptSigner(ReceiptKeys keys) {
        this.keys = keys;
    }

    /** Signs the document's bytes. */
    public Mono<Signature> sign(byte[] document) {
        return keys.signing().map(key -> new Signature(key.kid(), compact(document, key)));
    }

    /** Whether the signature is one of ours, by the key that it names, of exactly these bytes. */
    public Mono<Boolean> verify(Signature signature, byte[] document) {
        return keys.verifying(signature.keyId())
                .map(key -> verified(signature.jws(), document, key))
                .defaultIfEmpty(false);
    }

    private String compact(byte[] document, SigningKey key) {
        return Jwts.builder()
                .json(writer)
                .header()
                .type(TYPE)
                .contentType(CONTENT_TYPE)
                .keyId(key.kid())
                .and()
                .content(document)
                .signWith(key.privateKey(), Jwts.SIG.ES256)
                .compact();
    }

    private boolean verified(String jws, byte[] document, SigningKey key) {
        try {
            var parsed = Jwts.parser()
                    .json(parser)
                    .verifyWith(key.publicKey())
                    .build()
                    .parseSignedContent(jws);
            Map<String, Object> header = Map.of("alg", "ES256", "typ", TYPE, "cty", CONTENT_TYPE, "kid", key.kid());
            return TokenShape.canonicalParts(jws)
                    && header.equals(Map.copyOf(parsed.getHeader()))
                    && Arrays.equals(document, parsed.getPayload());
        } catch (JwtException | IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * A signature.
     *
     * @param keyId the RFC 7638 thumbprint of the key that made it
     * @param jws compact, with the document inside
     */
    public record Signature(
            String keyId, @Column("signature") String jws) {}
}
