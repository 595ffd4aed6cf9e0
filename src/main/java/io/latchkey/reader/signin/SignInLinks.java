package io.latchkey.reader.signin;

import io.latchkey.reader.identity.EmailAddress;
import io.latchkey.shared.database.Ciphertext;
import io.latchkey.shared.database.MasterKey;
import io.latchkey.shared.database.RateWindows;
import io.latchkey.shared.secret.RandomSecret;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Perishable;
import io.latchkey.site.SiteId;
import io.latchkey.token.TokenSigner.SignedToken;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Links by which readers sign in. One is made for every address in the same way, whether a reader
 * has it or not, so that nobody learns which; it works once, and only in the browser that asked.
 */
@Component
public class SignInLinks implements Perishable {

    /** How long a link works. */
    public static final Duration LIFE = Duration.ofMinutes(15);

    static final int MOST_PER_ADDRESS = 5;
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final Duration LEASE = Duration.ofSeconds(90);
    private static final String SEALED_AS = "sign-in-link";

    private final R2dbcEntityTemplate rows;
    private final SignIn signIn;
    private final RateWindows rates;
    private final MasterKey masterKey;
    private final Clock clock;

    SignInLinks(R2dbcEntityTemplate rows, SignIn signIn, RateWindows rates, MasterKey masterKey, Clock clock) {
        this.rows = rows;
        this.signIn = signIn;
        this.rates = rates;
        this.masterKey = masterKey;
        this.clock = clock;
    }

    /**
     * A link that is to be sent.
     *
     * @param token to be put into it; known to nobody else
     */
    public record Waiting(SiteId site, String token, EmailAddress address, Locale language, Instant expiresAt) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "Waiting[" + site + "]";
        }
    }

    /**
     * Makes a link, to be sent soon. Answers alike, and does nothing, when the address was sent too
     * many already.
     *
     * @param browser the secret of the browser that asks
     */
    public Mono<Void> ask(SiteId site, EmailAddress address, String browser, Locale language) {
        return rates.within("sign-in:" + site.value() + ":" + address.value(), MOST_PER_ADDRESS, WINDOW)
                .filter(Boolean::booleanValue)
                .flatMap(_ -> add(site, address, browser, language));
    }

    private Mono<Void> add(SiteId site, EmailAddress address, String browser, Locale language) {
        String token = RandomSecret.fresh();
        Instant now = clock.tokenTime();
        return sql("""
            INSERT INTO sign_in_link (site_id, token_hash, browser_hash, address,
                language, sealed_token, due_at, expires_at)
            VALUES (:site, :token, :browser, :address, :language, :sealed, :now,
                :expires)
            """)
                .bind("site", site.value())
                .bind("token", RandomSecret.hash(token))
                .bind("browser", RandomSecret.hash(browser))
                .bind("address", address.value())
                .bind("language", language.toLanguageTag())
                .bind(
                        "sealed",
                        masterKey
                                .encrypt(token.getBytes(StandardCharsets.US_ASCII), SEALED_AS)
                                .bytes())
                .bind("now", now)
                .bind("expires", now.plus(LIFE))
                .then();
    }

    /** Takes links that are to be sent; nobody else has them for a while. */
    public Flux<Waiting> take(int most) {
        Instant now = clock.tokenTime();
        GenericExecuteSpec due =
                sql("""
                    UPDATE sign_in_link SET due_at = :until
                    WHERE (site_id, token_hash) IN (
                        SELECT site_id, token_hash FROM sign_in_link
                        WHERE sealed_token IS NOT NULL AND due_at <= :now
                            AND expires_at > :now
                        ORDER BY due_at LIMIT :most FOR UPDATE SKIP LOCKED)
                    RETURNING site_id, address, language, sealed_token, expires_at
                    """).bind("until", now.plus(LEASE)).bind("now", now).bind("most", most);
        return rows.getRowsFetchSpec(due, Due.class, Due.class)
                .all()
                .map(this::waiting)
                .collectList()
                .flatMapMany(Flux::fromIterable);
    }

    @Table("sign_in_link")
    private record Due(
            @Column("site_id") SiteId site,
            EmailAddress address,
            Locale language,
            Ciphertext sealedToken,
            Instant expiresAt) {}

    private Waiting waiting(Due due) {
        byte[] token = masterKey.decrypt(due.sealedToken(), SEALED_AS);
        return new Waiting(
                due.site(),
                new String(token, StandardCharsets.US_ASCII),
                due.address(),
                due.language(),
                due.expiresAt());
    }

    /** How many are taken and not sent yet. */
    public Mono<Long> held() {
        return sql("""
            SELECT count(*) AS held FROM sign_in_link
            WHERE sealed_token IS NOT NULL AND due_at > :now AND expires_at > :now
            """).bind("now", clock.tokenTime()).mapValue(Long.class).one();
    }

    /** It was sent: only the hash of its token stays. */
    public Mono<Void> sent(Waiting link) {
        return sql("""
            UPDATE sign_in_link SET sealed_token = NULL
            WHERE site_id = :site AND token_hash = :token
            """)
                .bind("site", link.site().value())
                .bind("token", RandomSecret.hash(link.token()))
                .then();
    }

    /**
     * A session for whoever has the address, and the browser that asked. Empty when the link is
     * used, too old, unknown or another browser's: one statement decides, so that of two clicks one
     * wins.
     *
     * @param former the session that the browser had until now; null for none
     */
    public Mono<SignedToken> use(SiteId site, String token, String browser, @Nullable String former) {
        GenericExecuteSpec used = sql("""
            UPDATE sign_in_link SET used_at = :now, sealed_token = NULL
            WHERE site_id = :site AND token_hash = :token AND browser_hash = :browser
                AND used_at IS NULL AND expires_at > :now
            RETURNING address, language
            """)
                .bind("now", clock.tokenTime())
                .bind("site", site.value())
                .bind("token", RandomSecret.hash(token))
                .bind("browser", RandomSecret.hash(browser));
        return rows.getRowsFetchSpec(used, Used.class, Used.class)
                .one()
                .flatMap(link -> signIn.byAddress(site, link.address(), link.language(), former));
    }

    @Table("sign_in_link")
    private record Used(EmailAddress address, String language) {}

    private GenericExecuteSpec sql(String sql) {
        return rows.getDatabaseClient().sql(sql);
    }

    @Override
    public Mono<Long> purge(Instant now) {
        return sql("DELETE FROM sign_in_link WHERE expires_at < :now")
                .bind("now", clock.tokenTime())
                .fetch()
                .rowsUpdated();
    }
}
