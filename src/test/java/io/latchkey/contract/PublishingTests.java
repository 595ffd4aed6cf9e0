package io.latchkey.contract;

import static io.latchkey.testing.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a publisher's servers set up: sites, keys, articles and plans. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublishingTests {

    private static final TestService SERVICE = TestService.shared();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Api api = SERVICE.api();
    private final TestSite site = SERVICE.site("publisher");

    @Test
    void makesASiteOnceAndShowsItsFirstKey() {
        String body = "{\"id\":\"made-once\",\"name\":\"Made\",\"origins\":[\"https://m.example\"]}";
        Answer made = api.post("/v1/sites", TestService.OPERATOR, body);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body().path("site").path("id").asString()).isEqualTo("made-once");
        assertThat(api.get("/v1/site", made.text("key")).body())
                .isEqualTo(made.body().path("site"));
        assertProblem("again", api.post("/v1/sites", TestService.OPERATOR, body), 409, "already-exists");
        assertThat(api.get("/v1/site", made.text("key")).status()).isEqualTo(200);
        for (String id : List.of("a", "A-site", "-site", "a_site", "a".repeat(64), "a site")) {
            assertProblem(
                    id,
                    api.post("/v1/sites", TestService.OPERATOR, "{\"id\":\"" + id + "\",\"name\":\"N\"}"),
                    400,
                    "invalid-body");
        }
    }

    @Test
    void replacesTheWholeOfASitesSettings() {
        TestSite replaced = SERVICE.site("replaced");
        String full = """
            {"name":"Full","origins":["https://f.example"],"timeZone":"Europe/Berlin",
             "locale":"de","imprint":"https://f.example/imprint","meter":{"limit":5,"anonymousLimit":2,"period":"P30D"},
             "token":{"lifetimeSeconds":60},"history":{"days":30},"graceDays":3,
             "packRefunds":{"takeBack":"nothing"},"withdrawals":{"refund":"prorated"},
             "disputes":{"cancel":"never"}}
            """;
        Answer put = api.put("/v1/site", replaced.key(), full);
        assertThat(put.status()).isEqualTo(200);
        JsonNode expected = JSON.readTree(full.replaceFirst("\\{", "{\"id\":\"" + replaced.id() + "\","));
        assertThat(put.body()).isEqualTo(expected);
        assertThat(api.get("/v1/site", replaced.key()).body()).isEqualTo(expected);

        api.put("/v1/site", replaced.key(), "{\"name\":\"Bare\",\"origins\":[],\"meter\":{\"limit\":2}}");
        JsonNode bare = api.get("/v1/site", replaced.key()).body();
        assertThat(bare.path("origins").isEmpty()).isTrue();
        assertThat(bare.path("meter").path("limit").asInt()).isEqualTo(2);
        assertThat(bare.path("meter").path("anonymousLimit").asInt()).isZero();
        assertThat(bare.path("timeZone").asString()).isEqualTo("UTC");
        assertThat(bare.path("token").path("lifetimeSeconds").asInt()).isEqualTo(300);
        assertThat(bare.path("graceDays").asInt()).isEqualTo(7);
        assertThat(bare.path("packRefunds").path("takeBack").asString()).isEqualTo("unspent");
    }

    @Test
    void emptiesNothingThatIsOnlyLeftOut() {
        TestSite kept = SERVICE.site("kept").meter(5, 2);
        JsonNode before = api.get("/v1/site", kept.key()).body();
        Map<String, String> required = Map.of(
                "name", "\"K\"",
                "origins", "[\"https://k.example\"]",
                "meter", "{\"limit\":1}");
        for (String missing : required.keySet()) {
            for (String absent : List.of("", ",\"" + missing + "\":null")) {
                String others = required.entrySet().stream()
                        .filter(member -> !member.getKey().equals(missing))
                        .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
                        .collect(Collectors.joining(","));
                Answer refused = api.put("/v1/site", kept.key(), "{" + others + absent + "}");
                assertProblem(missing, refused, 400, "invalid-body");
                assertThat(refused.text("detail")).contains("\"" + missing + "\"");
            }
        }
        assertThat(api.get("/v1/site", kept.key()).body()).isEqualTo(before);
    }

    @Test
    void closesNoGateAndNoSignInByWhatIsOnlyLeftOut() {
        TestSite kept = SERVICE.site("kept-ways");
        Map<String, String> full = Map.of(
                "/v1/site/gate", "{\"articlePaths\":[\"/a/{id}\"]}",
                "/v1/site/sign-in", "{\"email\":true}");
        full.forEach((path, body) -> {
            assertThat(api.put(path, kept.key(), body).status()).isEqualTo(200);
            JsonNode before = api.get(path, kept.key()).body();

            Answer refused = api.put(path, kept.key(), "{}");

            assertProblem(path, refused, 400, "invalid-body");
            assertThat(refused.text("detail")).contains("is missing");
            assertThat(api.get(path, kept.key()).body()).isEqualTo(before);
        });
    }

    @Test
    void takesAKeyBackAtOnce() {
        Answer made = api.post("/v1/site/keys", site.key(), "{\"name\":\"Importer\",\"scopes\":[\"publish\"]}");
        assertThat(made.status()).isEqualTo(201);
        String key = made.text("key");
        assertThat(api.get("/v1/articles/none", key).code()).isEqualTo("unknown-article");
        String listed = api.get("/v1/site/keys", site.key()).text();
        assertThat(listed).contains(made.text("id"), "Importer").doesNotContain(key);

        String path = "/v1/site/keys/" + made.text("id");
        assertThat(api.delete(path, site.key()).status()).isEqualTo(204);
        assertProblem("used", api.get("/v1/articles/none", key), 401, "invalid-credentials");
        assertProblem("twice", api.delete(path, site.key()), 404, "unknown-key");
    }

    @Test
    void publishesReplacesAndRemovesAnArticle() {
        String path = "/v1/articles/News.2026_a~b-c";
        String title = "\ud83d\udcf0 \u05e9\u05dc\u05d5\u05dd e\u0301 \u4e2d";
        String body = "{\"title\":\"%s\",\"url\":\"https://p.example/x?y=z\",\"access\":\"%s\"%s}";
        Answer added = api.put(path, site.key(), body.formatted(title, "premium", ",\"tier\":\"gold\""));
        assertThat(added.status()).isEqualTo(201);
        Answer read = api.get(path, site.key());
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.body()).isEqualTo(added.body());
        assertThat(read.text("title")).isEqualTo(title);
        assertThat(read.text("tier")).isEqualTo("gold");

        assertThat(api.put(path, site.key(), body.formatted("T", "free", "")).status())
                .isEqualTo(200);
        assertThat(api.get(path, site.key()).text("tier")).isEqualTo("standard");

        assertThat(api.delete(path, site.key()).status()).isEqualTo(204);
        assertProblem("gone", api.get(path, site.key()), 404, "unknown-article");
        assertProblem("twice", api.delete(path, site.key()), 404, "unknown-article");
        assertProblem(
                "reserved",
                api.put(path, site.key(), body.formatted("T", "free", ",\"tier\":\"registered\"")),
                400,
                "invalid-body");
    }

    @Test
    void importsManyArticlesAtOnceAndSaysHowManyAreNew() {
        site.article("known", "free");
        Answer done = importing("""
            {"id":"known","title":"K","url":"https://p.example/k","access":"premium"}

            {"id":"two","title":"first","url":"https://p.example/2","access":"free"}
            {"id":"two","title":"later","url":"https://p.example/2","access":"metered"}
            """);
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(done.body().path("imported").asInt()).isEqualTo(2);
        assertThat(done.body().path("added").asInt()).isEqualTo(1);
        assertThat(api.get("/v1/articles/known", site.key()).text("access")).isEqualTo("premium");
        assertThat(api.get("/v1/articles/two", site.key()).text("title")).isEqualTo("later");
        assertThat(importing("").body().path("imported").asInt()).isZero();
    }

    @Test
    void keepsPlansOfBothKinds() {
        record Case(String id, String body, String members) {}
        for (Case plan :
                List.of(new Case("gold", """
                    {"kind":"subscription","name":"Gold","period":"P1M","trial":"P14D",
                     "price":{"amountMinor":900,"currency":"EUR"},
                     "tiers":["gold","standard"],"unlocksPerPeriod":5}
                    """, "\"unlocksPerPeriod\":5"), new Case("five", """
                        {"kind":"pack","name":"Five","unlocks":5,"validFor":"P1Y",
                         "price":{"amountMinor":500,"currency":"JPY"}}
                        """, "\"unlocks\":5"))) {
            String path = "/v1/plans/" + plan.id();
            Answer put = api.put(path, site.key(), plan.body());
            assertThat(put.status()).as(put.text()).isEqualTo(201);
            assertThat(put.text()).contains(plan.members(), "\"sold\":true");
            assertThat(api.get(path, site.key()).body()).isEqualTo(put.body());
            assertThat(api.put(path, site.key(), plan.body()).status()).isEqualTo(200);

            assertThat(api.delete(path, site.key()).status()).isEqualTo(204);
            Answer after = api.get(path, site.key());
            assertThat(after.body().path("sold").asBoolean()).isFalse();
            assertProblem(
                    "not sold",
                    api.post(
                            plan.id().equals("gold") ? "/v1/me/subscription" : "/v1/me/purchases",
                            site.reader("buyer").token(),
                            "{\"plan\":\"" + plan.id() + "\"}"),
                    409,
                    "not-sold");
        }
        assertProblem("none", api.get("/v1/plans/none", site.key()), 404, "unknown-plan");
        assertProblem("none", api.delete("/v1/plans/none", site.key()), 404, "unknown-plan");
    }

    /** A limit of so many cents was a day's paper in rupiahs. */
    @Test
    void takesPricesInAnyMoneyThatIsOneToday() {
        String plan = """
            {"kind":"subscription","name":"Year","period":"P1Y",
             "price":{"amountMinor":%s,"currency":"%s"}}
            """;
        String code = "{\"amountMinor\":%s,\"currency\":\"%s\"}";
        for (String price : List.of("120000000,IDR", "900000000,LBP", "100000000,EUR")) {
            String[] parts = price.split(",");
            for (String each : List.of("/v1/plans/year " + plan, "/v1/promo-codes/YEAR " + code)) {
                String[] call = each.split(" ", 2);
                Answer put = api.put(call[0], site.key(), call[1].formatted((Object[]) parts));
                assertThat(put.status()).as(call[0] + put.text()).isIn(200, 201);
                assertThat(api.get(call[0], site.key()).text()).contains(parts[0]);
            }
        }
        for (String refused : List.of("100,XXX", "100,XAU", "100,DEM", "100000001,EUR")) {
            Object[] parts = refused.split(",");
            assertProblem(refused, api.put("/v1/plans/year", site.key(), plan.formatted(parts)), 400, "invalid-body");
            assertProblem(
                    refused, api.put("/v1/promo-codes/YEAR", site.key(), code.formatted(parts)), 400, "invalid-body");
        }
    }

    @Test
    void refusesMembersThatBelongToTheOtherKindOfPlanAndChangesOfKind() {
        String pack = "{\"kind\":\"pack\",\"name\":\"N\",\"price\":{\"amountMinor\":1,\"currency\":\"EUR\"}%s}";
        site.plan("fixed", pack.formatted(",\"unlocks\":2"));
        for (String more :
                List.of("", ",\"unlocks\":0", ",\"unlocks\":1,\"period\":\"P1M\"", ",\"unlocks\":1,\"tiers\":[]")) {
            assertProblem(more, api.put("/v1/plans/fixed", site.key(), pack.formatted(more)), 400, "invalid-body");
        }
        String other = pack.replace("pack", "subscription").formatted(",\"period\":\"P1M\"");
        assertProblem("other kind", api.put("/v1/plans/fixed", site.key(), other), 409, "kind-is-fixed");
    }

    @Test
    void readsPastAByteOrderMarkThatAnEditorPutFirst() {
        String line = "{\"id\":\"%s\",\"title\":\"T\",\"url\":\"https://a.example\",\"access\":\"free\"}";
        String first = line.formatted("marked-first") + "\n";
        String second = line.formatted("marked-second") + "\n";

        assertThat(importing("\ufeff" + first + second).body().path("imported").asInt())
                .isEqualTo(2);
        assertThat(importing("\ufeff\n" + first).body().path("imported").asInt())
                .isEqualTo(1);
        assertThat(importing("\ufeff").body().path("imported").asInt()).isZero();
        for (String elsewhere : List.of(
                first + "\ufeff" + second,
                "\n\ufeff" + first,
                "\ufeff\ufeff" + first,
                " \ufeff" + first,
                first + "\ufeff")) {
            assertProblem("elsewhere", importing(elsewhere), 400, "invalid-line");
        }
    }

    private Answer importing(String lines) {
        return api.send(api.request("/v1/articles/import", site.key())
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(lines))
                .build());
    }
}
