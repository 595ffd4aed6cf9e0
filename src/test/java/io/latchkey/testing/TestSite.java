package io.latchkey.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A news site of a test, driven through the contract.
 *
 * @param id of the site
 * @param key with all scopes
 */
public record TestSite(Api api, String id, String key) {

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Makes a site by the operator's key, through any client of a service that takes it. */
    public static TestSite create(Api api, String name) {
        String id = name + "-" + COUNT.incrementAndGet();
        Answer made = api.post(
                "/v1/sites",
                TestService.OPERATOR,
                "{\"id\":\"%s\",\"name\":\"%s\",\"origins\":[\"https://%s.example\"]}".formatted(id, name, id));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return new TestSite(api, id, made.text("key"));
    }

    /** Sets the meter: limits of a calendar month in UTC. */
    public TestSite meter(int limit, int anonymousLimit) {
        return settings(
                "\"meter\":{\"limit\":%d,\"anonymousLimit\":%d,\"period\":\"month\"}".formatted(limit, anonymousLimit));
    }

    /** Replaces the settings: name and origins as they were, and these members; no meter else. */
    public TestSite settings(String members) {
        String meter = members.contains("\"meter\"") ? "" : "\"meter\":{},";
        Answer put = api.put(
                "/v1/site",
                key,
                "{\"name\":\"%s\",\"origins\":[\"https://%s.example\"],%s%s}".formatted(id, id, meter, members));
        assertThat(put.status()).as(put.text()).isEqualTo(200);
        return this;
    }

    /** Publishes an article of tier standard. */
    public TestSite article(String article, String access) {
        return article(article, access, "standard");
    }

    /** Publishes an article. */
    public TestSite article(String article, String access, String tier) {
        Answer put = api.put("/v1/articles/" + article, key, """
            {"title":"About %s","url":"https://%s.example/%s","access":"%s","tier":"%s"}
            """.formatted(article, id, article, access, tier));
        assertThat(put.status()).as(put.text()).isIn(200, 201);
        return this;
    }

    /** Publishes many articles in one import: the prefix and a number from 0 on. */
    public TestSite articles(String prefix, int count, String access) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("""
                {"id":"%s%d","title":"Post","url":"https://%s.example/%d","access":"%s"}
                """.formatted(prefix, i, id, i, access));
        }
        Answer done = api.send(api.request("/v1/articles/import", key)
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(lines.toString()))
                .build());
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        return this;
    }

    /** Sells a monthly plan that opens tier standard. */
    public TestSite monthlyPlan(String plan, int priceMinor, int unlocksPerPeriod) {
        return plan(plan, """
            {"kind":"subscription","name":"Monthly",
             "price":{"amountMinor":%d,"currency":"EUR"},"period":"P1M",
             "tiers":["standard"],"unlocksPerPeriod":%d}
            """.formatted(priceMinor, unlocksPerPeriod));
    }

    /** Sells a plan of this body. */
    public TestSite plan(String plan, String body) {
        Answer put = api.put("/v1/plans/" + plan, key, body);
        assertThat(put.status()).as(put.text()).isIn(200, 201);
        return this;
    }

    /** Lets readers pay less by this code. */
    public TestSite promoCode(String code, String body) {
        Answer put = api.put("/v1/promo-codes/" + code, key, body);
        assertThat(put.status()).as(put.text()).isIn(200, 201);
        return this;
    }

    /** Signs a reader in. */
    public TestReader reader(String ref) {
        Answer begun = api.post("/v1/readers/" + ref + "/sessions", key);
        assertThat(begun.status()).as(begun.text()).isEqualTo(201);
        return new TestReader(this, ref, begun.text("token"));
    }

    /** A browser whose reader nobody knows. */
    public TestReader anonymous() {
        Answer begun = api.post("/v1/sessions", null, "{\"site\":\"%s\"}".formatted(id));
        assertThat(begun.status()).as(begun.text()).isEqualTo(201);
        return new TestReader(this, "", begun.text("token"));
    }

    /** Gives unlocks to a reader. */
    public Answer grant(String ref, int amount) {
        return grant(ref, "{\"amount\":%d,\"source\":\"gift\"}".formatted(amount));
    }

    /** Gives a subscription as this body says. */
    public void give(String ref, String body) {
        Answer given = post("/v1/readers/" + ref + "/subscription", body);
        assertThat(given.status()).as(given.text()).isEqualTo(201);
    }

    /** Gives unlocks as this body says. */
    public Answer grant(String ref, String body) {
        return post("/v1/readers/" + ref + "/grants", body);
    }

    private Answer post(String path, String body) {
        return api.send(api.request(path, key)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(body))
                .build());
    }
}
