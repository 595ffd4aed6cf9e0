package io.latchkey.reader.signin.openid;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.Readers;
import io.latchkey.reader.identity.Ref;
import io.latchkey.reader.signin.SignIn;
import io.latchkey.reader.signin.SignInRulesOfSites;
import io.latchkey.reader.signin.openid.IdTokens.Verified;
import io.latchkey.shared.database.Sweeps;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Perishable;
import io.latchkey.site.SiteId;
import io.latchkey.token.TokenSigner.SignedToken;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Begins a session for whomever the site's OpenID provider vouches for: with each token once. */
@Component
public class OpenIdSignIn implements Perishable {

    private final SignInRulesOfSites rules;
    private final IdTokens tokens;
    private final Readers readers;
    private final SignIn signIn;
    private final DatabaseClient database;
    private final Clock clock;

    OpenIdSignIn(
            SignInRulesOfSites rules,
            IdTokens tokens,
            Readers readers,
            SignIn signIn,
            DatabaseClient database,
            Clock clock) {
        this.rules = rules;
        this.tokens = tokens;
        this.readers = readers;
        this.signIn = signIn;
        this.database = database;
        this.clock = clock;
    }

    /**
     * A session; refuses with {@code invalid-id-token} and {@code openid-not-offered}.
     *
     * @param nonce that whoever asked the provider chose for this
     * @param anonymous token of an anonymous reader whose history becomes theirs; null for none
     */
    public Mono<SignedToken> exchange(SiteId site, String idToken, String nonce, @Nullable String anonymous) {
        return rules.get(site)
                .flatMap(found -> Mono.justOrEmpty(found.openId()))
                .switchIfEmpty(Mono.error(OpenIdProblem.OPENID_NOT_OFFERED::problem))
                .flatMap(provider -> tokens.verify(provider, idToken, nonce))
                .flatMap(verified -> begin(site, verified, anonymous));
    }

    private Mono<SignedToken> begin(SiteId site, Verified verified, @Nullable String anonymous) {
        Ref ref = SubjectRef.of(verified.subject());
        return readers.keyOf(site, ref)
                .flatMap(reader -> firstUse(reader, verified))
                .filter(Boolean::booleanValue)
                .switchIfEmpty(Mono.error(OpenIdProblem.INVALID_ID_TOKEN::problem))
                .flatMap(_ -> signIn.known(site, ref, anonymous));
    }

    /** One statement decides, so that of two at once one wins. */
    private Mono<Boolean> firstUse(ReaderKey reader, Verified verified) {
        return database.sql("""
            INSERT INTO id_token_use (site_id, reader_id, nonce, expires_at)
            VALUES (:site, :reader, :nonce, :expires) ON CONFLICT DO NOTHING
            """)
                .bindValues(reader.parameters())
                .bind("nonce", verified.nonce())
                .bind("expires", verified.forgottenAt())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    @Override
    public Mono<Long> purge(Instant now) {
        return Sweeps.delete(database, "id_token_use WHERE expires_at < :now", Map.of("now", clock.tokenTime()));
    }
}
