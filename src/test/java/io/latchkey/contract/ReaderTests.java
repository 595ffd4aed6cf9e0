package io.latchkey.contract;

import static io.latchkey.testing.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.Snapshot;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Readers as their site knows them, what they are given, and how they leave (rule 12). */
@Tag("oldest")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReaderTests {

    private static final TestService SERVICE = TestService.shared();
    private static final String GIFT = "{\"amount\":3,\"source\":\"gift\",\"note\":\"hello\"}";

    private final Api api = SERVICE.api();
    private final TestSite site = SERVICE.site("readers")
            .meter(2, 1)
            .article("council", "metered")
            .article("harbour", "metered")
            .article("theatre", "metered")
            .article("essay", "premium");

    @Test
    void replacesWhatASiteTellsOfAReader() {
        String path = "/v1/readers/gus";
        assertProblem("unseen", api.get(path, site.key()), 404, "unknown-reader");
        Answer added =
                api.put(path, site.key(), "{\"email\":\"g@g.example\",\"name\":\"Gus \u05d2\",\"locale\":\"de\"}");
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.text("email")).isEqualTo("g@g.example");
        Answer bare = api.put(path, site.key(), "{}");
        assertThat(bare.status()).isEqualTo(200);
        assertThat(bare.body().has("email")).isFalse();
        Answer read = api.get(path, site.key());
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.body()).isEqualTo(site.reader("gus").me());
        assertThat(read.body().path("subscription").isNull()).isTrue();
    }

    @Test
    void takesAReaderWhateverIsWrittenOfThem() {
        for (String value : BadBodyTests.UNFIT) {
            Answer put = api.put("/v1/readers/nan", site.key(), "{\"name\":%s}".formatted(value));
            assertThat(put.status()).as("name %s: %s", value, put.text()).isIn(200, 201);
            Answer given = site.grant("nan", "{\"amount\":1,\"source\":\"gift\",\"note\":%s}".formatted(value));
            assertThat(given.status()).as("note %s", value).isEqualTo(201);
        }
        for (String none : List.of("\"\"", "\" \"", "null")) {
            Answer put = api.put("/v1/readers/nan", site.key(), "{\"email\":%s}".formatted(none));
            assertThat(put.status()).as(put.text()).isEqualTo(200);
            assertThat(put.body().has("email")).isFalse();
        }
        assertThat(api.put("/v1/readers/nan", site.key(), "{\"email\":\" a@b.example\"}")
                        .text("email"))
                .isEqualTo("a@b.example");
        // Only its first letter is another: what a mail server cuts it down to is somebody else's.
        assertProblem(
                "beyond ASCII",
                api.put("/v1/readers/nan", site.key(), "{\"email\":\"\u0161dmin@b.example\"}"),
                400,
                "invalid-body");
    }

    @Test
    void takesRefsOfAnyScriptAndTellsThemApart() {
        List<String> refs = List.of("%C3%A9", "e%CC%81", "%D7%A9%D7%9C", "%F0%9F%98%80", "a%20b", "A@b.c:1", "a@B");
        assertThat(refs.stream().map(ref -> site.reader(ref).me().path("reader").path("id")))
                .doesNotHaveDuplicates();
        assertThat(site.reader("%F0%9F%98%80").me().path("reader").path("ref").asString())
                .isEqualTo("\ud83d\ude00");
    }

    @Test
    void grantsGiftsAndChecksForReadersWhoNeverCame() {
        Answer check = api.post("/v1/access/check", site.key(), "{\"reader\":\"never\",\"article\":\"essay\"}");
        assertThat(check.text("reason")).isEqualTo("no-unlock-left");
        assertProblem("unseen", api.get("/v1/readers/never", site.key()), 404, "unknown-reader");
        assertThat(site.grant("never", 4).status()).isEqualTo(201);
        assertThat(api.get("/v1/readers/never", site.key())
                        .body()
                        .path("unlockLeft")
                        .asLong())
                .isEqualTo(4);
    }

    @Test
    void grantsOnceHoweverOftenItIsAskedWithOneKey() {
        Answer first = grant("hal", "k1", GIFT);
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.body().path("unlockLeft").asLong()).isEqualTo(3);
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();

        for (String same : List.of(GIFT, GIFT.replace(",", " ,\n "))) {
            Answer replayed = grant("hal", "k1", same);
            assertThat(replayed.status()).isEqualTo(201);
            assertThat(replayed.headers().firstValue("Idempotent-Replayed")).contains("true");
            assertThat(replayed.text()).isEqualTo(first.text());
        }
        assertProblem("other body", grant("hal", "k1", GIFT.replace("3", "4")), 422, "idempotency-key-reused");
        assertThat(site.reader("hal").unlockLeft()).isEqualTo(3);

        assertThat(grant("ida", "k1", GIFT).status()).isEqualTo(201);
        assertThat(grant("hal", "k2", GIFT).body().path("unlockLeft").asLong()).isEqualTo(6);
    }

    @Test
    void grantsWithThePriorityOfItsSource() {
        record Source(String name, int priority) {}
        for (Source source : List.of(new Source("gift", 30), new Source("goodwill", 30), new Source("pack", 50))) {
            Answer given = site.grant("jo", "{\"amount\":1,\"source\":\"" + source.name() + "\"}");
            assertThat(given.body().path("grant").path("priority").asInt()).isEqualTo(source.priority());
        }
        assertProblem("plan", site.grant("jo", "{\"amount\":1,\"source\":\"plan\"}"), 400, "invalid-body");
        assertProblem(
                "past",
                site.grant("jo", "{\"amount\":1,\"source\":\"gift\",\"expiresAt\":\"2001-01-01T00:00:00Z\"}"),
                400,
                "invalid-body");
        for (int amount : List.of(0, -1, 1_000_001)) {
            assertProblem("" + amount, site.grant("jo", amount), 400, "invalid-body");
        }
    }

    @Test
    void bringsAnAnonymousHistoryAlong() {
        TestReader anonymous = site.anonymous();
        assertThat(anonymous.read("council").status()).isEqualTo(201);
        Answer begun =
                api.post("/v1/readers/kim/sessions", site.key(), "{\"anonymous\":\"" + anonymous.token() + "\"}");
        assertThat(begun.status()).isEqualTo(201);
        TestReader kim = new TestReader(site, "kim", begun.text("token"));
        assertThat(kim.reason("council")).isEqualTo("metered");
        assertProblem("merged", anonymous.check("council"), 401, "session-merged");
    }

    @Test
    void writesNoRowForAnAnonymousReaderBeforeTheFirstRead() {
        Snapshot before = Snapshot.ofSite(SERVICE, site.id());
        TestReader anonymous = site.anonymous();
        anonymous.me();
        anonymous.check("council");
        assertThat(Snapshot.ofSite(SERVICE, site.id())).isEqualTo(before);
        assertThat(anonymous.read("council").status()).isEqualTo(201);
        assertThat(Snapshot.ofSite(SERVICE, site.id())).isNotEqualTo(before);
    }

    @Test
    void endsOneSessionAndNoOther() {
        TestReader phone = site.reader("lee");
        TestReader laptop = site.reader("lee");
        assertThat(api.delete("/v1/me/session", phone.token()).status()).isEqualTo(204);
        assertProblem("ended", api.get("/v1/me", phone.token()), 401, "session-ended");
        assertProblem("read", phone.read("council"), 401, "session-ended");
        assertThat(laptop.me().path("reader").path("ref").asString()).isEqualTo("lee");
    }

    @Test
    void handsEverythingOverAndForgetsItAndNeverRefillsTheMeter() {
        api.put("/v1/readers/max", site.key(), "{\"email\":\"max@m.example\",\"name\":\"Max M\"}");
        TestReader max = site.reader("max");
        grant("max", "max", GIFT);
        assertThat(max.read("council").status()).isEqualTo(201);
        assertThat(max.read("harbour").status()).isEqualTo(201);
        assertThat(max.unlock("essay").status()).isEqualTo(201);

        Answer export = api.get("/v1/me/export", max.token());
        assertThat(export.status()).isEqualTo(200);
        assertThat(export.headers().firstValue("Content-Disposition").orElse(""))
                .startsWith("attachment");
        assertThat(export.text()).contains("max@m.example", "Max M", "council", "harbour", "essay", "hello");
        assertThat(export.body().propertyNames())
                .contains("reader", "metering", "subscriptions", "payments", "receipts");

        assertThat(api.delete("/v1/me", max.token()).status()).isEqualTo(202);
        assertProblem("dead", api.get("/v1/me", max.token()), 401, "session-ended");
        assertProblem("forgotten", api.get("/v1/readers/max", site.key()), 404, "unknown-reader");
        assertThat(Snapshot.ofSite(SERVICE, site.id())
                        .holding("max@m.example", "Max M", "readers/max", "(max,", ",max,"))
                .isEmpty();

        TestReader back = site.reader("max");
        assertThat(back.unlockLeft()).isZero();
        assertThat(back.me().path("meter").path("left").asInt()).isZero();
        assertThat(back.read("theatre").code()).isEqualTo("meter-used-up");
        assertThat(back.reason("essay")).isEqualTo("no-unlock-left");
        assertProblem("still dead", api.get("/v1/me", max.token()), 401, "session-ended");
    }

    /** Two systems of a publisher may count their calls alike, and one its calls of each kind. */
    @Test
    void keepsTheCallsOfEachSiteKeyAndToEachPathApart() {
        site.monthlyPlan("monthly", 900, 0);
        String other = api.post("/v1/site/keys", site.key(), "{\"name\":\"shop\",\"scopes\":[\"grants\"]}")
                .text("key");
        assertThat(grant("kim", "k1", GIFT).body().path("unlockLeft").asLong()).isEqualTo(3);
        Answer apart = once(other, "/v1/readers/kim/grants", "k1", GIFT);
        assertThat(apart.body().path("unlockLeft").asLong()).as(apart.text()).isEqualTo(6);
        Answer comp = once(other, "/v1/readers/kim/subscription", "k1", "{\"plan\":\"monthly\",\"source\":\"comp\"}");
        assertThat(comp.status()).as(comp.text()).isEqualTo(201);
    }

    private Answer grant(String ref, String key, String body) {
        return once(site.key(), "/v1/readers/" + ref + "/grants", key, body);
    }

    private Answer once(String siteKey, String path, String key, String body) {
        return api.send(api.request(path, siteKey)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body))
                .build());
    }
}
