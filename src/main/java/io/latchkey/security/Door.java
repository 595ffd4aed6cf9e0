package io.latchkey.security;

import io.latchkey.limit.FailedCredentials;
import io.latchkey.reader.session.ReaderSession;
import io.latchkey.shared.problem.Problem;
import io.latchkey.site.Scope;
import io.latchkey.site.SiteKey;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.web.util.pattern.PathPattern;

/**
 * One call and who may make it.
 *
 * @param wants what opens it
 * @param asks what its answer waits for
 */
record Door(HttpMethod method, PathPattern path, Wanted wants, Asked asks) {

    /** A door whose answer waits for the database alone. */
    Door(HttpMethod method, PathPattern path, Wanted wants) {
        this(method, path, wants, Asked.THE_DATABASE);
    }

    /** The same door, whose answer may be long in coming. */
    Door asking(Asked others) {
        return new Door(method, path, wants, others);
    }

    /** What an answer waits for. */
    enum Asked {
        THE_DATABASE,
        /** The payment provider, or whoever signs readers in. */
        A_PROVIDER,
        /** All that somebody has, or brings. */
        MUCH,
        /** As long as it sees fit: a proxy takes a refusal of ours for a fault. */
        ITSELF
    }

    /** What a door wants to see. */
    sealed interface Wanted {

        /** Nothing. */
        record Nobody() implements Wanted {}

        /** The operator's key. */
        record TheOperator() implements Wanted {}

        /** A site key with any one of the scopes. */
        record ASiteKey(Set<Scope> anyOf) implements Wanted {
            ASiteKey(Scope first, Scope... others) {
                this(EnumSet.of(first, others));
            }
        }

        /** A reader token, an anonymous reader's included. */
        record AReader() implements Wanted {}

        /** A reader token of a reader who is signed in. */
        record AKnownReader() implements Wanted {}

        /** Why this caller is refused; empty when they may pass. */
        default Optional<Problem> refusalOf(Object caller) {
            return switch (this) {
                case Nobody _ -> Optional.empty();
                case TheOperator _ -> unless(caller instanceof Operator);
                case AReader _ -> unless(caller instanceof ReaderSession);
                case AKnownReader _ ->
                    caller instanceof ReaderSession session && session.anonymous()
                            ? Optional.of(CredentialProblem.SIGN_IN_REQUIRED.problem())
                            : unless(caller instanceof ReaderSession);
                case ASiteKey(Set<Scope> anyOf) ->
                    caller instanceof SiteKey key ? scopeRefusal(key, anyOf) : unless(false);
            };
        }

        /** What should have come where what came is no credential. */
        default FailedCredentials.Wanted credential() {
            return switch (this) {
                case TheOperator _ -> FailedCredentials.Wanted.OPERATOR_KEY;
                case ASiteKey _ -> FailedCredentials.Wanted.SITE_KEY;
                case Nobody _, AReader _, AKnownReader _ -> FailedCredentials.Wanted.READER_TOKEN;
            };
        }

        private static Optional<Problem> scopeRefusal(SiteKey key, Set<Scope> anyOf) {
            return anyOf.stream().anyMatch(key.scopes()::contains)
                    ? Optional.empty()
                    : Optional.of(CredentialProblem.MISSING_SCOPE.problem());
        }

        private static Optional<Problem> unless(boolean right) {
            return right ? Optional.empty() : Optional.of(CredentialProblem.WRONG_CREDENTIAL.problem());
        }
    }
}
