package io.latchkey.contentserver;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a content server is told.
 *
 * @param issuer what {@code iss} must be: Latchkey's public address
 * @param site the site's id, which {@code aud} must be
 * @param address where keys and revocations are fetched, if not at the issuer
 * @param keysFor how long keys are kept: so soon a withdrawn one is refused
 * @param pause between looks for a key that is not known, and after one that failed
 * @param revocationsFor how long the revocation list is kept
 */
@ConfigurationProperties("latchkey.content-server")
record ContentServerSettings(
        String issuer,
        String site,
        @Nullable URI address,
        @DefaultValue("300s") Duration keysFor,
        @DefaultValue("30s") Duration pause,
        @DefaultValue("30s") Duration revocationsFor) {

    URI at(String path) {
        return URI.create((address == null ? issuer : address.toString()) + path);
    }
}
