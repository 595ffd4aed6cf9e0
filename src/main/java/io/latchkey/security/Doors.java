package io.latchkey.security;

import static io.latchkey.security.Door.Asked.A_PROVIDER;
import static io.latchkey.security.Door.Asked.ITSELF;
import static io.latchkey.security.Door.Asked.MUCH;
import static io.latchkey.site.Scope.ADMIN;
import static io.latchkey.site.Scope.CHECK;
import static io.latchkey.site.Scope.GRANTS;
import static io.latchkey.site.Scope.PUBLISH;
import static io.latchkey.site.Scope.SESSIONS;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import io.latchkey.security.Door.Wanted;
import io.latchkey.security.Door.Wanted.AKnownReader;
import io.latchkey.security.Door.Wanted.AReader;
import io.latchkey.security.Door.Wanted.ASiteKey;
import io.latchkey.security.Door.Wanted.Nobody;
import io.latchkey.security.Door.Wanted.TheOperator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Every door of the service. What is not here does not exist for a caller. */
final class Doors {

    private static final Wanted ANYONE = new Nobody();
    private static final Wanted OPERATOR = new TheOperator();
    private static final Wanted READER = new AReader();
    private static final Wanted KNOWN_READER = new AKnownReader();
    private static final String CHECKOUT = "/v1/sandbox/checkouts/{site}/{reader}/{checkout}";

    static final List<Door> ALL = List.of(
            door(GET, "/.well-known/jwks.json", ANYONE),
            door(GET, "/.well-known/oauth-authorization-server", ANYONE),
            door(GET, "/.well-known/openid-configuration", ANYONE),
            door(GET, "/v1/revocations", ANYONE),
            door(GET, "/openapi", ANYONE),
            door(GET, "/latchkey.js", ANYONE),
            door(GET, "/actuator/health", ANYONE),
            door(GET, "/actuator/health/liveness", ANYONE),
            door(GET, "/actuator/health/readiness", ANYONE),
            door(GET, "/actuator/prometheus", OPERATOR),
            // Whoever has a receipt's id, and the keys to verify it with.
            door(GET, "/.well-known/receipt-keys.json", ANYONE),
            door(GET, "/v1/receipts/{receipt}", ANYONE),
            door(GET, "/v1/receipts/{receipt}/verify", ANYONE),
            // The operator.
            door(GET, "/v1/sites", OPERATOR),
            door(POST, "/v1/sites", OPERATOR),
            door(GET, "/v1/sites/{id}", OPERATOR),
            door(POST, "/v1/sites/{id}/keys", OPERATOR),
            door(POST, "/v1/keys/rotation", OPERATOR),
            door(DELETE, "/v1/keys/{kid}", OPERATOR),
            door(POST, "/v1/sandbox/clock", OPERATOR).asking(MUCH),
            // A site's servers.
            door(GET, "/v1/site", new ASiteKey(ADMIN)),
            door(PUT, "/v1/site", new ASiteKey(ADMIN)),
            door(GET, "/v1/site/gate", new ASiteKey(ADMIN)),
            door(PUT, "/v1/site/gate", new ASiteKey(ADMIN)),
            door(GET, "/v1/site/sign-in", new ASiteKey(ADMIN)),
            door(PUT, "/v1/site/sign-in", new ASiteKey(ADMIN)).asking(A_PROVIDER),
            door(GET, "/v1/site/declarations", new ASiteKey(ADMIN)),
            door(GET, "/v1/site/cancellation-offer", new ASiteKey(ADMIN)),
            door(PUT, "/v1/site/cancellation-offer", new ASiteKey(ADMIN)),
            door(GET, "/v1/site/cancellation-reasons", new ASiteKey(ADMIN)),
            door(POST, "/v1/site/declarations/{id}", new ASiteKey(ADMIN)),
            door(GET, "/v1/site/keys", new ASiteKey(ADMIN)),
            door(POST, "/v1/site/keys", new ASiteKey(ADMIN)),
            door(DELETE, "/v1/site/keys/{id}", new ASiteKey(ADMIN)),
            door(GET, "/v1/site/webhooks", new ASiteKey(ADMIN)),
            door(POST, "/v1/site/webhooks", new ASiteKey(ADMIN)),
            door(DELETE, "/v1/site/webhooks/{id}", new ASiteKey(ADMIN)),
            door(POST, "/v1/site/webhooks/{id}/enabling", new ASiteKey(ADMIN)),
            door(POST, "/v1/site/webhooks/{id}/secret", new ASiteKey(ADMIN)),
            door(POST, "/v1/site/webhooks/{id}/replay", new ASiteKey(ADMIN)),
            door(POST, "/v1/articles/import", new ASiteKey(PUBLISH)).asking(MUCH),
            door(GET, "/v1/articles/{id}", new ASiteKey(PUBLISH)),
            door(PUT, "/v1/articles/{id}", new ASiteKey(PUBLISH)),
            door(DELETE, "/v1/articles/{id}", new ASiteKey(PUBLISH)),
            door(GET, "/v1/plans/{id}", new ASiteKey(PUBLISH, ADMIN)),
            door(PUT, "/v1/plans/{id}", new ASiteKey(PUBLISH, ADMIN)),
            door(DELETE, "/v1/plans/{id}", new ASiteKey(PUBLISH, ADMIN)),
            door(GET, "/v1/plans/{id}/price-change", new ASiteKey(PUBLISH, ADMIN)),
            door(PUT, "/v1/plans/{id}/price-change", new ASiteKey(PUBLISH, ADMIN)),
            door(DELETE, "/v1/plans/{id}/price-change", new ASiteKey(PUBLISH, ADMIN)),
            door(GET, "/v1/promo-codes/{code}", new ASiteKey(ADMIN)),
            door(PUT, "/v1/promo-codes/{code}", new ASiteKey(ADMIN)),
            door(DELETE, "/v1/promo-codes/{code}", new ASiteKey(ADMIN)),
            door(GET, "/v1/readers/{ref}", new ASiteKey(SESSIONS, CHECK)),
            door(PUT, "/v1/readers/{ref}", new ASiteKey(SESSIONS)),
            door(POST, "/v1/readers/{ref}/sessions", new ASiteKey(SESSIONS)),
            door(POST, "/v1/readers/{ref}/grants", new ASiteKey(GRANTS)),
            door(POST, "/v1/readers/{ref}/subscription", new ASiteKey(GRANTS)).asking(A_PROVIDER),
            door(DELETE, "/v1/readers/{ref}/subscription", new ASiteKey(GRANTS)).asking(A_PROVIDER),
            door(GET, "/v1/readers/{ref}/notices", new ASiteKey(ADMIN)),
            door(GET, "/v1/readers/{ref}/payments", new ASiteKey(ADMIN)),
            door(POST, "/v1/readers/{ref}/refunds", new ASiteKey(ADMIN)).asking(A_PROVIDER),
            door(POST, "/v1/access/check", new ASiteKey(CHECK)),
            // A site's proxies: the reader's token comes with them, and the gate reads it.
            door(GET, "/v1/gate/nginx", ANYONE).asking(ITSELF),
            door(GET, "/v1/gate/envoy", ANYONE).asking(ITSELF),
            door(GET, "/v1/gate/envoy/{site}/{*path}", ANYONE).asking(ITSELF),
            door(GET, "/v1/gate/forward-auth", ANYONE).asking(ITSELF),
            door(GET, "/v1/gate/fastly", ANYONE).asking(ITSELF),
            // A reader's browser.
            door(POST, "/v1/sessions", ANYONE),
            door(POST, "/v1/sessions/oidc", ANYONE).asking(A_PROVIDER),
            door(DELETE, "/v1/me/session", READER),
            door(GET, "/v1/me", READER),
            door(DELETE, "/v1/me", READER).asking(A_PROVIDER),
            door(GET, "/v1/me/export", READER).asking(MUCH),
            door(GET, "/v1/me/access/{article}", READER),
            door(POST, "/v1/me/reads", READER),
            door(POST, "/v1/me/unlocks", READER),
            door(GET, "/v1/me/unlocks", READER),
            door(GET, "/v1/me/grants", READER),
            door(GET, "/v1/me/receipts", READER),
            door(GET, "/v1/me/plans", READER),
            door(POST, "/v1/me/subscription", KNOWN_READER).asking(A_PROVIDER),
            door(GET, "/v1/me/subscription", KNOWN_READER),
            door(PATCH, "/v1/me/subscription", KNOWN_READER).asking(A_PROVIDER),
            door(POST, "/v1/me/subscription/cancellation", KNOWN_READER).asking(A_PROVIDER),
            door(DELETE, "/v1/me/subscription/cancellation", KNOWN_READER).asking(A_PROVIDER),
            door(GET, "/v1/me/subscription/withdrawal", KNOWN_READER),
            door(POST, "/v1/me/subscription/withdrawal", KNOWN_READER).asking(A_PROVIDER),
            door(POST, "/v1/me/subscription/pause", KNOWN_READER).asking(A_PROVIDER),
            door(POST, "/v1/me/subscription/resume", KNOWN_READER).asking(A_PROVIDER),
            door(POST, "/v1/me/subscription/payment-method", KNOWN_READER).asking(A_PROVIDER),
            door(POST, "/v1/me/purchases", KNOWN_READER).asking(A_PROVIDER),
            // The sandbox's pages: whoever has the address, as with any provider's.
            door(GET, CHECKOUT, ANYONE).asking(A_PROVIDER),
            door(POST, CHECKOUT + "/pay", ANYONE).asking(A_PROVIDER),
            door(POST, CHECKOUT + "/decline", ANYONE).asking(A_PROVIDER),
            door(POST, CHECKOUT + "/card/{verdict}", ANYONE).asking(A_PROVIDER),
            door(POST, CHECKOUT + "/dispute", ANYONE).asking(A_PROVIDER),
            door(POST, CHECKOUT + "/dispute/{verdict}", ANYONE).asking(A_PROVIDER),
            // A form cannot send a header: the operator's key is in it, and checked inside.
            door(POST, CHECKOUT + "/clock", ANYONE).asking(MUCH),
            // The reader's pages; who is signed in there, they find out themselves.
            door(GET, "/account/account.css", ANYONE),
            door(GET, "/account", ANYONE),
            door(GET, "/account/", ANYONE),
            door(GET, "/account/{site}", ANYONE),
            door(GET, "/account/{site}/", ANYONE),
            door(GET, "/account/{site}/cancel", ANYONE),
            door(POST, "/account/{site}/cancel", ANYONE).asking(A_PROVIDER),
            door(GET, "/account/{site}/canceled", ANYONE),
            door(POST, "/account/{site}/stay", ANYONE).asking(A_PROVIDER),
            door(POST, "/account/{site}/undo", ANYONE).asking(A_PROVIDER),
            door(POST, "/account/{site}/reason", ANYONE),
            door(GET, "/account/{site}/pause", ANYONE),
            door(POST, "/account/{site}/pause", ANYONE).asking(A_PROVIDER),
            door(POST, "/account/{site}/resume", ANYONE).asking(A_PROVIDER),
            door(GET, "/account/{site}/plans", ANYONE),
            door(GET, "/account/{site}/plans/{plan}", ANYONE),
            door(POST, "/account/{site}/plan", ANYONE).asking(A_PROVIDER),
            door(POST, "/account/{site}/buy", ANYONE).asking(A_PROVIDER),
            door(GET, "/account/{site}/checkout/{checkout}", ANYONE).asking(A_PROVIDER),
            door(GET, "/account/{site}/payment-method", ANYONE).asking(A_PROVIDER),
            door(GET, "/account/{site}/articles", ANYONE),
            door(GET, "/account/{site}/receipts", ANYONE),
            door(GET, "/account/{site}/export", ANYONE).asking(MUCH),
            door(GET, "/account/{site}/delete", ANYONE),
            door(POST, "/account/{site}/delete", ANYONE).asking(A_PROVIDER),
            door(GET, "/account/{site}/deleted", ANYONE),
            door(GET, "/account/{site}/sign-in", ANYONE),
            door(POST, "/account/{site}/sign-in", ANYONE),
            door(GET, "/account/{site}/sign-in/openid", ANYONE).asking(A_PROVIDER),
            door(GET, "/account/{site}/sign-in/openid/back", ANYONE).asking(A_PROVIDER),
            door(GET, "/account/{site}/sign-in/back", ANYONE),
            door(GET, "/account/{site}/sign-in/link", ANYONE),
            door(POST, "/account/{site}/sign-in/link", ANYONE),
            door(POST, "/account/{site}/sign-out", ANYONE),
            door(POST, "/account/{site}/session", ANYONE),
            door(GET, "/account/{site}/cancel-contract", ANYONE),
            door(POST, "/account/{site}/cancel-contract", ANYONE),
            door(GET, "/account/{site}/cancel-contract/undo", ANYONE),
            door(POST, "/account/{site}/cancel-contract/undo", ANYONE),
            door(GET, "/account/{site}/withdraw", ANYONE),
            door(POST, "/account/{site}/withdraw", ANYONE),
            door(GET, "/account/{site}/declarations/{key}", ANYONE),
            door(GET, "/account/{site}/declarations/{key}/text", ANYONE),
            // The payment provider: its signature is checked before anything is parsed.
            door(POST, "/v1/payments/{provider}/events", ANYONE));

    private Doors() {}

    /** The door that this request stands before. */
    static Optional<Door> at(HttpMethod method, PathContainer path) {
        HttpMethod asked = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
        return ALL.stream()
                .filter(door -> door.method().equals(asked) && door.path().matches(path))
                .findFirst();
    }

    /** The methods that a path has doors for. */
    static Set<HttpMethod> methodsAt(PathContainer path) {
        return ALL.stream()
                .filter(door -> door.path().matches(path))
                .map(Door::method)
                .collect(Collectors.toSet());
    }

    private static Door door(HttpMethod method, String path, Wanted wants) {
        PathPattern pattern = PathPatternParser.defaultInstance.parse(path);
        return new Door(method, pattern, wants);
    }
}
