package io.latchkey.contract;

import static io.latchkey.testing.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.Wait;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** No site is ever without a key that can make others, and the operator can help all the same. */
class SiteKeyTests {

    private static final TestService SERVICE = TestService.shared();
    private static final String ADMIN = "{\"name\":\"Second\",\"scopes\":[\"admin\"]}";

    private final Api api = SERVICE.api();

    @Test
    void keepsTheLastKeyThatCanMakeOthers() {
        TestSite site = SERVICE.site("last-key");
        String first = ids(site.key()).getFirst();
        key(site, "{\"name\":\"P\",\"scopes\":[\"publish\",\"sessions\",\"check\",\"grants\"]}");

        Answer refused = api.delete("/v1/site/keys/" + first, site.key());

        assertProblem("the last", refused, 409, "last-admin-key");
        assertThat(refused.text("detail")).contains("POST /v1/site/keys");
        assertThat(ids(site.key())).hasSize(2).contains(first);
        String second = key(site, ADMIN).text("key");
        assertThat(api.delete("/v1/site/keys/" + first, site.key()).status()).isEqualTo(204);
        assertThat(ids(second)).hasSize(2).doesNotContain(first);
    }

    /**
     * Nobody can delete while the table is held, but everybody can look: who looks without waiting
     * for the other sees both keys, and both are gone.
     */
    @Test
    @Tag("oldest")
    void keepsOneOfTheLastTwoWhenEachIsDeletedAtOnce() throws SQLException {
        TestSite site = SERVICE.site("last-two");
        String first = ids(site.key()).getFirst();
        Answer second = key(site, ADMIN);
        List<CompletableFuture<Answer>> both;
        try (Connection holder = TestDatabase.connect(SERVICE.databaseUrl());
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE site_key IN SHARE MODE");
            both = List.of(
                    begin("/v1/site/keys/" + first, site.key()),
                    begin("/v1/site/keys/" + second.text("id"), second.text("key")));
            Wait.until("both wait", () -> waiting(statement) == 2);
            holder.commit();
        }

        assertThat(both.stream().map(CompletableFuture::join).map(Answer::status))
                .containsExactlyInAnyOrder(204, 409);
        assertThat(admins(site)).isEqualTo(1);
    }

    @Test
    void letsTheOperatorHelpASiteThatLostItsKey() {
        TestSite site = SERVICE.site("lost-key");
        String path = "/v1/sites/" + site.id() + "/keys";

        Answer made = api.post(path, TestService.OPERATOR, ADMIN);

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.body().propertyNames()).containsExactlyInAnyOrder("id", "name", "scopes", "key");
        assertThat(api.get("/v1/site", made.text("key")).text("id")).isEqualTo(site.id());
        assertProblem("its scopes only", api.get("/v1/articles/none", made.text("key")), 403, "missing-scope");
        assertThat(api.get("/v1/site/keys", site.key()).text())
                .contains(made.text("id"))
                .doesNotContain(made.text("key"));
        assertProblem("nobody's", api.post("/v1/sites/nobodys/keys", TestService.OPERATOR, ADMIN), 404, "unknown-site");
        assertProblem(
                "without a scope",
                api.post(path, TestService.OPERATOR, "{\"name\":\"N\",\"scopes\":[]}"),
                400,
                "invalid-body");
    }

    @Test
    void showsTheOperatorEverySiteOnceInPages() {
        TestSite site = SERVICE.site("shown").meter(4, 1);
        SERVICE.site("shown-too");
        SERVICE.site("shown-as-well");

        List<JsonNode> listed = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = api.get("/v1/sites?limit=2" + cursor, TestService.OPERATOR);
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            assertThat(page.body().path("items").size()).isBetween(1, 2);
            page.body().path("items").forEach(listed::add);
            cursor = page.text("next").isEmpty() ? "" : "&cursor=" + page.text("next");
        } while (!cursor.isEmpty());

        JsonNode own = api.get("/v1/site", site.key()).body();
        assertThat(listed).extracting(each -> each.path("id").asString()).doesNotHaveDuplicates();
        assertThat(listed).contains(own);
        assertThat(listed.toString()).contains("shown-too-", "shown-as-well-").doesNotContain("lk_");
        assertThat(api.get("/v1/sites/" + site.id(), TestService.OPERATOR).body())
                .isEqualTo(own);
        assertProblem("nobody's", api.get("/v1/sites/nobodys", TestService.OPERATOR), 404, "unknown-site");
        assertProblem("no id", api.get("/v1/sites/A_b", TestService.OPERATOR), 400, "invalid-path");
        assertProblem("no cursor", api.get("/v1/sites?cursor=%25", TestService.OPERATOR), 400, "invalid-query");
    }

    private Answer key(TestSite site, String body) {
        Answer made = api.post("/v1/site/keys", site.key(), body);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made;
    }

    private List<String> ids(String key) {
        List<String> ids = new ArrayList<>();
        api.get("/v1/site/keys", key)
                .body()
                .path("items")
                .forEach(item -> ids.add(item.path("id").asString()));
        return ids;
    }

    private CompletableFuture<Answer> begin(String path, String key) {
        Executor own = task -> Thread.ofVirtual().start(task);
        return CompletableFuture.supplyAsync(() -> api.delete(path, key), own);
    }

    /** How many of this database wait for a lock. */
    private static int waiting(Statement statement) {
        return number(
                statement,
                "SELECT count(*) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND wait_event_type = 'Lock'");
    }

    private static int admins(TestSite site) throws SQLException {
        try (Connection connection = TestDatabase.connect(SERVICE.databaseUrl());
                Statement statement = connection.createStatement()) {
            return number(
                    statement,
                    "SELECT count(*) FROM site_key WHERE 'admin' = ANY (scopes) AND site_id = '" + site.id() + "'");
        }
    }

    private static int number(Statement statement, String sql) {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
