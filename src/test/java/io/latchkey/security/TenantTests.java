package io.latchkey.security;

import static io.latchkey.testing.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.Snapshot;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two sites that use the same ids for everything, and never meet (rule 9). */
class TenantTests {

    private static final TestService SERVICE = TestService.shared();
    private static final String SECRET = "Onlyhere";

    private final TestSite mine = site("mine").article("essay", "premium").monthlyPlan("gold", 5, 0);
    private final TestReader ada = mine.reader("ada");
    private final TestSite theirs = site("theirs");
    private Snapshot before = new Snapshot(java.util.Map.of());

    @BeforeEach
    void fill() {
        SERVICE.api().put("/v1/readers/ada", mine.key(), "{\"name\":\"" + SECRET + "\"}");
        mine.grant("ada", "{\"amount\":3,\"source\":\"gift\",\"note\":\"" + SECRET + "\"}");
        assertThat(ada.unlock("essay").status()).isEqualTo(201);
        before = Snapshot.ofSite(SERVICE, mine.id());
        assertThat(before.toString()).contains(SECRET);
    }

    @AfterEach
    void nothingOfMineWasTouched() {
        assertThat(Snapshot.ofSite(SERVICE, mine.id())).isEqualTo(before);
    }

    private record Try(String method, String path, String body, int status, String code) {}

    @Test
    void anotherSitesKeyFindsNothingOfMine() {
        String myKey = SERVICE.api()
                .get("/v1/site/keys", mine.key())
                .body()
                .path("items")
                .path(0)
                .path("id")
                .asString();
        String check = "{\"reader\":\"ada\",\"article\":\"essay\"}";
        for (Try t : List.of(
                new Try("GET", "/v1/articles/essay", "", 404, "unknown-article"),
                new Try("DELETE", "/v1/articles/essay", "", 404, "unknown-article"),
                new Try("GET", "/v1/plans/gold", "", 404, "unknown-plan"),
                new Try("DELETE", "/v1/plans/gold", "", 404, "unknown-plan"),
                new Try("GET", "/v1/readers/ada", "", 404, "unknown-reader"),
                new Try("DELETE", "/v1/site/keys/" + myKey, "", 404, "unknown-key"),
                new Try("POST", "/v1/access/check", check, 200, ""),
                new Try("GET", "/v1/site", "", 200, ""),
                new Try("GET", "/v1/site/keys", "", 200, ""))) {
            Answer answer = send(t.method(), t.path(), theirs.key(), t.body());
            assertThat(answer.status() + answer.code())
                    .as("%s: %s", t, answer.text())
                    .isEqualTo(t.status() + t.code());
            assertThat(answer.text()).doesNotContain(SECRET, mine.id(), myKey);
        }
        assertThat(send("POST", "/v1/access/check", theirs.key(), check).text("reason"))
                .isEqualTo("unknown-article");
    }

    @Test
    void anotherSitesKeyWritesIntoItsOwnSiteOnly() {
        for (Try t : List.of(
                new Try("PUT", "/v1/articles/essay", article("free"), 201, ""),
                new Try("PUT", "/v1/readers/ada", "{\"name\":\"Other\"}", 201, ""),
                new Try("POST", "/v1/readers/ada/sessions", "{}", 201, ""),
                new Try("POST", "/v1/readers/ada/grants", "{\"amount\":7,\"source\":\"gift\"}", 201, ""),
                new Try("PUT", "/v1/site", "{\"name\":\"Other\",\"origins\":[],\"meter\":{}}", 200, ""),
                new Try("DELETE", "/v1/articles/essay", "", 204, ""))) {
            Answer answer = send(t.method(), t.path(), theirs.key(), t.body());
            assertThat(answer.status()).as("%s: %s", t, answer.text()).isEqualTo(t.status());
        }
        TestReader theirAda = theirs.reader("ada");
        assertThat(theirAda.me().path("unlockLeft").asLong()).isEqualTo(7);
        assertThat(theirAda.me().path("reader").path("id"))
                .isNotEqualTo(ada.me().path("reader").path("id"));
        assertThat(ada.unlockLeft()).isEqualTo(2);
    }

    @Test
    void anotherSitesReaderOpensAndBuysNothingOfMine() {
        theirs.grant("ada", 5);
        TestReader stranger = theirs.reader("ada");
        assertThat(stranger.reason("essay")).isEqualTo("unknown-article");
        assertThat(stranger.check("essay").body().has("token")).isFalse();
        assertProblem("unlock", stranger.unlock("essay"), 404, "unknown-article");
        assertProblem("read", stranger.read("essay"), 404, "unknown-article");
        for (String path : List.of("/v1/me/subscription", "/v1/me/purchases")) {
            assertProblem(path, SERVICE.api().post(path, stranger.token(), "{\"plan\":\"gold\"}"), 404, "unknown-plan");
        }
        assertThat(stranger.unlockLeft()).isEqualTo(5);
        seesNothingOfAdas(stranger);
    }

    @Test
    void anotherReaderOfMySiteSeesAndSpendsNothingOfAdas() {
        TestReader bo = mine.reader("bo");
        before = Snapshot.ofSite(SERVICE, mine.id());
        seesNothingOfAdas(mine.anonymous());
        seesNothingOfAdas(bo);
        assertProblem("unlock", bo.unlock("essay"), 402, "no-unlock-left");
        assertThat(mine.anonymous().reason("essay")).isEqualTo("sign-in-required");
    }

    @Test
    void anotherSitesAnonymousHistoryIsNobodysHere() {
        mine.reader("bea");
        before = Snapshot.ofSite(SERVICE, mine.id());
        for (String stale : List.of(theirs.anonymous().token(), ada.token())) {
            Answer begun = send("POST", "/v1/readers/bea/sessions", mine.key(), "{\"anonymous\":\"" + stale + "\"}");
            assertThat(begun.status()).as(begun.text()).isEqualTo(201);
            seesNothingOfAdas(new TestReader(mine, "bea", begun.text("token")));
        }
        assertThat(ada.me().path("reader").path("ref").asString()).isEqualTo("ada");
    }

    private static void seesNothingOfAdas(TestReader other) {
        for (String path : List.of("/v1/me", "/v1/me/unlocks", "/v1/me/grants", "/v1/me/receipts", "/v1/me/export")) {
            Answer answer = SERVICE.api().get(path, other.token());
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).as(path).doesNotContain(SECRET, "essay");
        }
    }

    private static TestSite site(String name) {
        return SERVICE.site(name);
    }

    private static String article(String access) {
        return "{\"title\":\"T\",\"url\":\"https://x.example\",\"access\":\"" + access + "\"}";
    }

    private static Answer send(String method, String path, String credential, String body) {
        return SERVICE.api()
                .send(SERVICE.api()
                        .request(path, credential)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "same")
                        .method(method, BodyPublishers.ofString(body))
                        .build());
    }
}
