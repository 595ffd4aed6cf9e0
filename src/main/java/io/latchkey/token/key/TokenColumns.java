package io.latchkey.token.key;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.convert.ConverterBuilder;
import org.springframework.data.convert.ConverterBuilder.ConverterAware;

/** The types of this room that lie in a column. */
@Configuration(proxyBeanMethods = false)
class TokenColumns {

    @Bean
    static ConverterAware publicKeys() {
        return ConverterBuilder.reading(ByteBuffer.class, ECPublicKey.class, TokenColumns::publicKey)
                .andWriting(key -> ByteBuffer.wrap(key.getEncoded()));
    }

    private static ECPublicKey publicKey(ByteBuffer column) {
        byte[] encoded = new byte[column.remaining()];
        column.duplicate().get(encoded);
        try {
            return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a public key cannot be read", e);
        }
    }
}
