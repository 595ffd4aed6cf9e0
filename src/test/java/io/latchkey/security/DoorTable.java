package io.latchkey.security;

import static io.latchkey.security.DoorTable.Wants.ADMIN_KEY;
import static io.latchkey.security.DoorTable.Wants.CHECK_KEY;
import static io.latchkey.security.DoorTable.Wants.GRANTS_KEY;
import static io.latchkey.security.DoorTable.Wants.KNOWN_READER;
import static io.latchkey.security.DoorTable.Wants.NOTHING;
import static io.latchkey.security.DoorTable.Wants.OPERATOR;
import static io.latchkey.security.DoorTable.Wants.PLAN_KEY;
import static io.latchkey.security.DoorTable.Wants.PUBLISH_KEY;
import static io.latchkey.security.DoorTable.Wants.READER;
import static io.latchkey.security.DoorTable.Wants.SEEING_KEY;
import static io.latchkey.security.DoorTable.Wants.SESSIONS_KEY;

import java.util.List;
import java.util.Set;

/** Every call of the contract and whom it is for, written down a second time and by hand. */
final class DoorTable {

    private static final String ARTICLE =
            "{\"title\":\"Post\",\"url\":\"https://news.example/a\",\"access\":\"premium\"}";
    private static final String PLAN = """
        {"kind":"pack","name":"Three","price":{"amountMinor":300,"currency":"EUR"},"unlocks":3}
        """;
    private static final String NEW_PRICE = """
        {"price":{"amountMinor":300,"currency":"EUR"},"effectiveAt":"2099-01-01T00:00:00Z"}
        """;
    private static final String SETTINGS = """
        {"name":"Renamed","origins":[],
         "meter":{"limit":9,"anonymousLimit":9,"period":"month"}}
        """;
    private static final String CHECKOUT = "/v1/sandbox/checkouts/{site}/{reader}/{checkout}";

    static final List<Call> CALLS = List.of(
            call("GET", "/.well-known/jwks.json", NOTHING),
            call("GET", "/.well-known/oauth-authorization-server", NOTHING),
            call("GET", "/.well-known/openid-configuration", NOTHING),
            call("GET", "/v1/revocations", NOTHING),
            call("GET", "/openapi", NOTHING),
            call("GET", "/latchkey.js", NOTHING),
            call("GET", "/actuator/health", NOTHING),
            call("GET", "/actuator/health/liveness", NOTHING),
            call("GET", "/actuator/health/readiness", NOTHING),
            call("GET", "/actuator/prometheus", OPERATOR),
            call("GET", "/.well-known/receipt-keys.json", NOTHING),
            call("GET", "/v1/receipts/{receipt}", NOTHING),
            call("GET", "/v1/receipts/{receipt}/verify", NOTHING),
            call("POST", "/v1/sites", OPERATOR, "{\"id\":\"made\",\"name\":\"Made\"}"),
            call("GET", "/v1/sites", OPERATOR),
            call("GET", "/v1/sites/{id}", OPERATOR),
            call("POST", "/v1/sites/{id}/keys", OPERATOR, "{\"name\":\"More\",\"scopes\":[\"admin\"]}"),
            call("POST", "/v1/keys/rotation", OPERATOR),
            call("DELETE", "/v1/keys/{kid}", OPERATOR),
            call("POST", "/v1/sandbox/clock", OPERATOR, "{\"advance\":\"P1D\"}"),
            call("GET", "/v1/site", ADMIN_KEY),
            call("PUT", "/v1/site", ADMIN_KEY, SETTINGS),
            call("GET", "/v1/site/gate", ADMIN_KEY),
            call("PUT", "/v1/site/gate", ADMIN_KEY, "{\"articlePaths\":[]}"),
            call("GET", "/v1/site/sign-in", ADMIN_KEY),
            call("PUT", "/v1/site/sign-in", ADMIN_KEY, "{\"email\":true}"),
            call("GET", "/v1/site/declarations", ADMIN_KEY),
            call("GET", "/v1/site/cancellation-offer", ADMIN_KEY),
            call("PUT", "/v1/site/cancellation-offer", ADMIN_KEY, "{\"offer\":\"pause\"}"),
            call("GET", "/v1/site/cancellation-reasons", ADMIN_KEY),
            call("POST", "/v1/site/declarations/{id}", ADMIN_KEY, "{\"outcome\":\"done\"}"),
            call("GET", "/v1/site/keys", ADMIN_KEY),
            call("POST", "/v1/site/keys", ADMIN_KEY, "{\"name\":\"More\",\"scopes\":[\"admin\"]}"),
            call("DELETE", "/v1/site/keys/{id}", ADMIN_KEY),
            call("GET", "/v1/site/webhooks", ADMIN_KEY),
            call("POST", "/v1/site/webhooks", ADMIN_KEY, "{\"url\":\"https://news.example/hook\"}"),
            call("DELETE", "/v1/site/webhooks/{id}", ADMIN_KEY),
            call("POST", "/v1/site/webhooks/{id}/enabling", ADMIN_KEY),
            call("POST", "/v1/site/webhooks/{id}/secret", ADMIN_KEY),
            call("POST", "/v1/site/webhooks/{id}/replay", ADMIN_KEY, "{\"since\":\"2026-01-01T00:00:00Z\"}"),
            call("POST", "/v1/articles/import", PUBLISH_KEY, "{}"),
            call("GET", "/v1/articles/{id}", PUBLISH_KEY),
            call("PUT", "/v1/articles/{id}", PUBLISH_KEY, ARTICLE),
            call("DELETE", "/v1/articles/{id}", PUBLISH_KEY),
            call("GET", "/v1/plans/{id}", PLAN_KEY),
            call("PUT", "/v1/plans/{id}", PLAN_KEY, PLAN),
            call("DELETE", "/v1/plans/{id}", PLAN_KEY),
            call("GET", "/v1/plans/{id}/price-change", PLAN_KEY),
            call("PUT", "/v1/plans/{id}/price-change", PLAN_KEY, NEW_PRICE),
            call("DELETE", "/v1/plans/{id}/price-change", PLAN_KEY),
            call("POST", "/v1/readers/{ref}/subscription", GRANTS_KEY, "{\"plan\":\"monthly\",\"source\":\"comp\"}"),
            call("DELETE", "/v1/readers/{ref}/subscription", GRANTS_KEY),
            call("GET", "/v1/readers/{ref}/notices", ADMIN_KEY),
            call("GET", "/v1/readers/{ref}/payments", ADMIN_KEY),
            call(
                    "POST",
                    "/v1/readers/{ref}/refunds",
                    ADMIN_KEY,
                    "{\"payment\":\"00000000-0000-7000-8000-000000000000\"}"),
            call("GET", "/v1/promo-codes/{code}", ADMIN_KEY),
            call("PUT", "/v1/promo-codes/{code}", ADMIN_KEY, "{\"percent\":20}"),
            call("DELETE", "/v1/promo-codes/{code}", ADMIN_KEY),
            call("GET", "/v1/readers/{ref}", SEEING_KEY),
            call("PUT", "/v1/readers/{ref}", SESSIONS_KEY, "{\"name\":\"Somebody\"}"),
            call("POST", "/v1/readers/{ref}/sessions", SESSIONS_KEY),
            call("POST", "/v1/readers/{ref}/grants", GRANTS_KEY, "{\"amount\":5,\"source\":\"gift\"}"),
            call("POST", "/v1/access/check", CHECK_KEY, "{\"reader\":\"ada\",\"article\":\"essay\"}"),
            call("GET", "/v1/gate/nginx", NOTHING),
            call("GET", "/v1/gate/envoy", NOTHING),
            call("GET", "/v1/gate/envoy/{site}/{*path}", NOTHING),
            call("GET", "/v1/gate/forward-auth", NOTHING),
            call("GET", "/v1/gate/fastly", NOTHING),
            call("POST", "/v1/sessions", NOTHING, "{\"site\":\"{site}\"}"),
            call(
                    "POST",
                    "/v1/sessions/oidc",
                    NOTHING,
                    "{\"site\":\"{site}\",\"idToken\":\"a.b.c\",\"nonce\":\"0123456789abcdef\"}"),
            call("DELETE", "/v1/me/session", READER),
            call("GET", "/v1/me", READER),
            call("DELETE", "/v1/me", READER),
            call("GET", "/v1/me/export", READER),
            call("GET", "/v1/me/access/{article}", READER),
            call("POST", "/v1/me/reads", READER, "{\"article\":\"essay\"}"),
            call("POST", "/v1/me/unlocks", READER, "{\"article\":\"essay\"}"),
            call("GET", "/v1/me/unlocks", READER),
            call("GET", "/v1/me/grants", READER),
            call("GET", "/v1/me/receipts", READER),
            call("GET", "/v1/me/plans", READER),
            call("POST", "/v1/me/subscription", KNOWN_READER, "{\"plan\":\"monthly\"}"),
            call("GET", "/v1/me/subscription", KNOWN_READER),
            call("PATCH", "/v1/me/subscription", KNOWN_READER, "{\"plan\":\"monthly\"}"),
            call("POST", "/v1/me/subscription/cancellation", KNOWN_READER, "{\"effective\":\"now\"}"),
            call("DELETE", "/v1/me/subscription/cancellation", KNOWN_READER),
            call("GET", "/v1/me/subscription/withdrawal", KNOWN_READER),
            call("POST", "/v1/me/subscription/withdrawal", KNOWN_READER),
            call("POST", "/v1/me/subscription/pause", KNOWN_READER),
            call("POST", "/v1/me/subscription/resume", KNOWN_READER),
            call("POST", "/v1/me/subscription/payment-method", KNOWN_READER, "{}"),
            call("POST", "/v1/me/purchases", KNOWN_READER, "{\"plan\":\"pack\"}"),
            call("GET", CHECKOUT, NOTHING),
            call("POST", CHECKOUT + "/pay", NOTHING),
            call("POST", CHECKOUT + "/decline", NOTHING),
            call("POST", CHECKOUT + "/card/{verdict}", NOTHING),
            call("POST", CHECKOUT + "/dispute", NOTHING),
            call("POST", CHECKOUT + "/dispute/{verdict}", NOTHING),
            call("POST", CHECKOUT + "/clock", NOTHING),
            call("GET", "/account/account.css", NOTHING),
            call("GET", "/account", NOTHING),
            call("GET", "/account/", NOTHING),
            call("GET", "/account/{site}", NOTHING),
            call("GET", "/account/{site}/", NOTHING),
            call("GET", "/account/{site}/cancel", NOTHING),
            call("POST", "/account/{site}/cancel", NOTHING),
            call("GET", "/account/{site}/canceled", NOTHING),
            call("POST", "/account/{site}/stay", NOTHING),
            call("POST", "/account/{site}/undo", NOTHING),
            call("POST", "/account/{site}/reason", NOTHING),
            call("GET", "/account/{site}/pause", NOTHING),
            call("POST", "/account/{site}/pause", NOTHING),
            call("POST", "/account/{site}/resume", NOTHING),
            call("GET", "/account/{site}/plans", NOTHING),
            call("GET", "/account/{site}/plans/{plan}", NOTHING),
            call("POST", "/account/{site}/plan", NOTHING),
            call("POST", "/account/{site}/buy", NOTHING),
            call("GET", "/account/{site}/checkout/{checkout}", NOTHING),
            call("GET", "/account/{site}/payment-method", NOTHING),
            call("GET", "/account/{site}/articles", NOTHING),
            call("GET", "/account/{site}/receipts", NOTHING),
            call("GET", "/account/{site}/export", NOTHING),
            call("GET", "/account/{site}/delete", NOTHING),
            call("POST", "/account/{site}/delete", NOTHING),
            call("GET", "/account/{site}/deleted", NOTHING),
            call("GET", "/account/{site}/sign-in", NOTHING),
            call("POST", "/account/{site}/sign-in", NOTHING),
            call("GET", "/account/{site}/sign-in/openid", NOTHING),
            call("GET", "/account/{site}/sign-in/openid/back", NOTHING),
            call("GET", "/account/{site}/sign-in/back", NOTHING),
            call("GET", "/account/{site}/sign-in/link", NOTHING),
            call("POST", "/account/{site}/sign-in/link", NOTHING),
            call("POST", "/account/{site}/sign-out", NOTHING),
            call("POST", "/account/{site}/session", NOTHING),
            call("GET", "/account/{site}/cancel-contract", NOTHING),
            call("POST", "/account/{site}/cancel-contract", NOTHING),
            call("GET", "/account/{site}/cancel-contract/undo", NOTHING),
            call("POST", "/account/{site}/cancel-contract/undo", NOTHING),
            call("GET", "/account/{site}/withdraw", NOTHING),
            call("POST", "/account/{site}/withdraw", NOTHING),
            call("GET", "/account/{site}/declarations/{key}", NOTHING),
            call("GET", "/account/{site}/declarations/{key}/text", NOTHING),
            call("POST", "/v1/payments/{provider}/events", NOTHING));

    /** Mapped by libraries, and closed: nobody gets there. */
    static final Set<String> CLOSED = Set.of("GET /actuator", "GET /openapi.yaml");

    private DoorTable() {}

    /** Whom a call is for. */
    enum Wants {
        NOTHING(""),
        OPERATOR(""),
        READER(""),
        KNOWN_READER(""),
        ADMIN_KEY("admin"),
        PUBLISH_KEY("publish"),
        PLAN_KEY("publish admin"),
        SESSIONS_KEY("sessions"),
        SEEING_KEY("sessions check"),
        GRANTS_KEY("grants"),
        CHECK_KEY("check");

        private final String scopes;

        Wants(String scopes) {
            this.scopes = scopes;
        }

        /** Each of which opens it; empty when a site key does not. */
        Set<String> scopes() {
            return scopes.isEmpty() ? Set.of() : Set.of(scopes.split(" "));
        }
    }

    /**
     * One call.
     *
     * @param path with its variables
     * @param body that would do something, if it got through; empty for none
     */
    record Call(String method, String path, Wants wants, String body) {

        /** As it is compared with others, whatever the variables are called. */
        String shape() {
            return shape(method, path);
        }

        static String shape(String method, String path) {
            return method + " " + path.replaceAll("\\{[^}]*}", "{}");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static Call call(String method, String path, Wants wants) {
        return new Call(method, path, wants, "");
    }

    private static Call call(String method, String path, Wants wants, String body) {
        return new Call(method, path, wants, body);
    }
}
