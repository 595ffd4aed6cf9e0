package io.latchkey.reader.signin;

import static io.latchkey.shared.database.Bindings.orNull;
import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.latchkey.shared.database.Ciphertext;
import io.latchkey.shared.database.MasterKey;
import io.latchkey.shared.database.Rows;
import io.latchkey.site.SiteId;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What each site says of signing in. */
@Component
public class SignInRulesOfSites {

    private static final String SEALED_AS = "openid-client-secret";

    private final R2dbcEntityTemplate rows;
    private final MasterKey masterKey;

    SignInRulesOfSites(R2dbcEntityTemplate rows, MasterKey masterKey) {
        this.rows = rows;
        this.masterKey = masterKey;
    }

    /** The site's rules. */
    public Mono<SignInRules> get(SiteId site) {
        return rows.selectOne(query(where("site_id").is(site)), SignInRules.class)
                .defaultIfEmpty(SignInRules.NONE);
    }

    /** What we show the provider that we are us; empty when it wants nothing. */
    public Mono<String> clientSecret(SiteId site) {
        return rows.getDatabaseClient()
                .sql("""
                    SELECT sealed_client_secret FROM site_sign_in
                    WHERE site_id = :site AND sealed_client_secret IS NOT NULL
                    """)
                .bind("site", site.value())
                .mapValue(byte[].class)
                .one()
                .map(Ciphertext::new)
                .map(secret -> new String(masterKey.decrypt(secret, SEALED_AS), StandardCharsets.UTF_8));
    }

    Mono<Void> put(SiteId site, SignInRules rules, @Nullable String clientSecret) {
        return rows.getDatabaseClient()
                .sql("""
                    INSERT INTO site_sign_in (site_id, email, issuer, client_id, jwks_uri,
                        authorization_uri, token_uri, sealed_client_secret)
                    VALUES (:site, :email, :issuer, :client_id, :jwks_uri, :authorization_uri,
                        :token_uri, :secret)
                    ON CONFLICT (site_id) DO UPDATE SET email = excluded.email,
                        issuer = excluded.issuer, client_id = excluded.client_id,
                        jwks_uri = excluded.jwks_uri,
                        authorization_uri = excluded.authorization_uri,
                        token_uri = excluded.token_uri,
                        sealed_client_secret = excluded.sealed_client_secret
                    """)
                .bind("site", site.value())
                .bindValues(Rows.parameters(rows, rules))
                .bind("secret", orNull(sealed(clientSecret), byte[].class))
                .then();
    }

    private byte @Nullable [] sealed(@Nullable String clientSecret) {
        return clientSecret == null
                ? null
                : masterKey
                        .encrypt(clientSecret.getBytes(StandardCharsets.UTF_8), SEALED_AS)
                        .bytes();
    }
}
