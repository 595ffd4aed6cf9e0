package io.latchkey.reader;

import static io.latchkey.shared.Bindings.orNull;

import io.latchkey.reader.SignInRules.OpenId;
import io.latchkey.shared.MasterKey;
import io.latchkey.shared.Row;
import io.latchkey.site.SiteId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What each site says of signing in. */
@Component
public class SignInRulesOfSites {

    private static final String SEALED_AS = "openid-client-secret";

    private final DatabaseClient database;
    private final MasterKey masterKey;

    SignInRulesOfSites(DatabaseClient database, MasterKey masterKey) {
        this.database = database;
        this.masterKey = masterKey;
    }

    /** The site's rules. */
    public Mono<SignInRules> get(SiteId site) {
        return database.sql("""
            SELECT email, issuer, client_id, jwks_uri, authorization_uri, token_uri
            FROM site_sign_in
            WHERE site_id = :site
            """)
                .bind("site", site.value())
                .map(Row.to(row -> new SignInRules(row.flag("email"), openId(row))))
                .one()
                .defaultIfEmpty(SignInRules.NONE);
    }

    private static @Nullable OpenId openId(Row row) {
        String issuer = row.optionalText("issuer");
        return issuer == null
                ? null
                : new OpenId(
                        issuer,
                        row.text("client_id"),
                        URI.create(row.text("jwks_uri")),
                        uri(row.optionalText("authorization_uri")),
                        uri(row.optionalText("token_uri")));
    }

    private static @Nullable URI uri(@Nullable String text) {
        return text == null ? null : URI.create(text);
    }

    /** What we show the provider that we are us; empty when it wants nothing. */
    public Mono<String> clientSecret(SiteId site) {
        return database.sql("""
            SELECT sealed_client_secret FROM site_sign_in
            WHERE site_id = :site AND sealed_client_secret IS NOT NULL
            """)
                .bind("site", site.value())
                .map(Row.to(row -> row.bytes("sealed_client_secret")))
                .one()
                .map(secret -> new String(masterKey.decrypt(secret, SEALED_AS), StandardCharsets.UTF_8));
    }

    Mono<Void> put(SiteId site, SignInRules rules, @Nullable String clientSecret) {
        OpenId openId = rules.openId();
        return database.sql("""
            INSERT INTO site_sign_in (site_id, email, issuer, client_id, jwks_uri,
                authorization_uri, token_uri, sealed_client_secret)
            VALUES (:site, :email, :issuer, :client, :jwks, :authorization, :token,
                :secret)
            ON CONFLICT (site_id) DO UPDATE SET email = excluded.email,
                issuer = excluded.issuer, client_id = excluded.client_id,
                jwks_uri = excluded.jwks_uri,
                authorization_uri = excluded.authorization_uri,
                token_uri = excluded.token_uri,
                sealed_client_secret = excluded.sealed_client_secret
            """)
                .bind("site", site.value())
                .bind("email", rules.email())
                .bind("issuer", orNull(openId == null ? null : openId.issuer(), String.class))
                .bind("client", orNull(openId == null ? null : openId.clientId(), String.class))
                .bind("jwks", orNull(text(openId == null ? null : openId.jwksUri()), String.class))
                .bind("authorization", orNull(text(openId == null ? null : openId.authorizationUri()), String.class))
                .bind("token", orNull(text(openId == null ? null : openId.tokenUri()), String.class))
                .bind("secret", orNull(sealed(clientSecret), byte[].class))
                .then();
    }

    private static @Nullable String text(@Nullable URI uri) {
        return uri == null ? null : uri.toString();
    }

    private byte @Nullable [] sealed(@Nullable String clientSecret) {
        return clientSecret == null
                ? null
                : masterKey.encrypt(clientSecret.getBytes(StandardCharsets.UTF_8), SEALED_AS);
    }
}
