package io.latchkey.reader.signin;

import io.latchkey.reader.data.AnonymousMerges;
import io.latchkey.reader.identity.EmailAddress;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.Readers;
import io.latchkey.reader.identity.Ref;
import io.latchkey.reader.session.ReaderTokens;
import io.latchkey.reader.session.Sessions;
import io.latchkey.shared.database.Shield;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.secret.RandomSecret;
import io.latchkey.site.SiteId;
import io.latchkey.site.Sites;
import io.latchkey.token.TokenSigner.SignedToken;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Begins sessions: of readers whom their site vouches for, and of anonymous ones. */
@Component
public class SignIn {

    private final Readers readers;
    private final Sessions sessions;
    private final ReaderTokens tokens;
    private final AnonymousMerges merges;
    private final Sites sites;
    private final Shield shield;

    SignIn(
            Readers readers,
            Sessions sessions,
            ReaderTokens tokens,
            AnonymousMerges merges,
            Sites sites,
            Shield shield) {
        this.readers = readers;
        this.sessions = sessions;
        this.tokens = tokens;
        this.merges = merges;
        this.sites = sites;
        this.shield = shield;
    }

    /**
     * A session for the reader; the history behind the anonymous token becomes theirs.
     *
     * @param former the token that the browser had until now, whatever became of it; null for none
     */
    public Mono<SignedToken> known(SiteId site, Ref ref, @Nullable String former) {
        return readers.keyOf(site, ref).flatMap(known -> begin(known, ref, bring(site, former, known)));
    }

    /**
     * A session for whoever has shown that the address is theirs: the one reader that the site told
     * to have it, else a reader of that address. What the browser read without signing in becomes
     * theirs.
     *
     * @param former the session that the browser had until now; null for none
     */
    Mono<SignedToken> byAddress(SiteId site, EmailAddress address, String language, @Nullable String former) {
        return readers.withEmail(site, address)
                .switchIfEmpty(Mono.defer(() -> refOf(site, address)))
                .flatMap(ref -> readers.keyOf(site, ref)
                        .flatMap(key -> begin(
                                key, ref, readers.learn(key, address, language).then(bring(site, former, key)))));
    }

    /** The ref of whoever signs in with an address that the site told of no one: no address. */
    private Mono<Ref> refOf(SiteId site, EmailAddress address) {
        return sites.idSecret(site)
                .map(secret -> new Ref("email-"
                        + ReaderKey.known(site, new Ref("email:" + hex(address)), secret)
                                .id()));
    }

    private static String hex(EmailAddress address) {
        return HexFormat.of().formatHex(RandomSecret.hash(address.value()));
    }

    /**
     * Notes whose history is to be brought along. A session that is over, or was somebody's, or
     * none at all brings nothing and is in nobody's way: what a browser still holds, whoever signs
     * in does not know.
     */
    private Mono<Void> bring(SiteId site, @Nullable String former, ReaderKey known) {
        return former == null
                ? Mono.empty()
                : tokens.read(former)
                        .filter(session -> session.anonymous() && session.site().equals(site))
                        .filterWhen(session -> sessions.standing(session)
                                .doOnNext(now -> now.admit(session))
                                .hasElement())
                        .onErrorComplete(Problem.class)
                        .flatMap(session -> merges.intend(session.reader(), known));
    }

    /** A session for somebody unknown; writes nothing. */
    Mono<SignedToken> anonymous(SiteId site) {
        return sites.get(site).flatMap(_ -> tokens.issueAnonymous(ReaderKey.anonymous(site)));
    }

    /** As {@link #anonymous(SiteId)}, but one who comes back goes on with the same history. */
    Mono<SignedToken> anonymousAgain(SiteId site, String formerToken) {
        return tokens.read(formerToken)
                .filter(former -> former.site().equals(site))
                .flatMap(former -> sessions.standing(former)
                        .doOnNext(now -> now.admit(former))
                        .thenReturn(former))
                .flatMap(former -> former.anonymous()
                        ? tokens.issueAnonymous(former.reader())
                        : Mono.just(new SignedToken(formerToken, former.expiresAt())))
                .onErrorResume(Problem.class, _ -> Mono.empty())
                .switchIfEmpty(Mono.defer(() -> anonymous(site)));
    }

    private Mono<SignedToken> begin(ReaderKey known, Ref ref, Mono<Void> intent) {
        return shield.finish(readers.see(known, ref)
                .flatMap(generation -> intent.then(merges.resume(known)).thenReturn(generation))
                .flatMap(generation -> tokens.issueKnown(known, generation)));
    }
}
