package io.latchkey.contract;

import static io.latchkey.testing.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.Snapshot;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Decisions, reads and unlocks as their callers see them (rules 3 and 4). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpeningTests {

    private static final TestService SERVICE = TestService.shared();
    private static final List<String> ARTICLES = List.of("open", "welcome", "council", "essay", "dossier", "nowhere");

    private final Api api = SERVICE.api();
    private final TestSite site = published(SERVICE);

    private static TestSite published(TestService service) {
        return service.site("opening")
                .meter(1, 1)
                .article("open", "free")
                .article("welcome", "registered")
                .article("council", "metered")
                .article("harbour", "metered")
                .article("essay", "premium")
                .article("dossier", "subscribers")
                .articles("post", 5, "premium")
                .monthlyPlan("monthly", 900, 0);
    }

    /** Readers in every standing. */
    private final Map<String, Supplier<TestReader>> readers = Map.of(
            "anonymous", () -> site.anonymous(),
            "anonymous who has read", () -> readHarbour(site.anonymous()),
            "new", () -> site.reader(fresh()),
            "without anything left", () -> readHarbour(site.reader(fresh())),
            "with unlocks", () -> readHarbour(granted()),
            "subscribed", () -> site.reader(fresh()).subscribe("monthly"));

    private record Decided(String reader, String article, String decision, String reason, String way) {}

    @Test
    void decidesByTheFirstReasonThatAppliesAndSaysTheBestWayIn() {
        List<Decided> table = List.of(
                new Decided("anonymous", "nowhere", "denied", "unknown-article", ""),
                new Decided("anonymous", "open", "granted", "free", ""),
                new Decided("anonymous", "welcome", "denied", "sign-in-required", "sign-in"),
                new Decided("anonymous", "council", "unlockable", "meter-available", "read"),
                new Decided("anonymous", "essay", "denied", "sign-in-required", "sign-in"),
                new Decided("anonymous", "dossier", "denied", "sign-in-required", "sign-in"),
                new Decided("anonymous who has read", "harbour", "granted", "metered", ""),
                new Decided("anonymous who has read", "council", "denied", "sign-in-required", "sign-in"),
                new Decided("new", "welcome", "granted", "registered", ""),
                new Decided("new", "council", "unlockable", "meter-available", "read"),
                new Decided("new", "essay", "denied", "no-unlock-left", "subscribe"),
                new Decided("new", "dossier", "denied", "subscription-required", "subscribe"),
                new Decided("without anything left", "council", "denied", "no-unlock-left", "subscribe"),
                new Decided("with unlocks", "harbour", "granted", "metered", ""),
                new Decided("with unlocks", "council", "unlockable", "unlock-available", "unlock"),
                new Decided("with unlocks", "essay", "unlockable", "unlock-available", "unlock"),
                new Decided("with unlocks", "dossier", "denied", "subscription-required", "subscribe"),
                new Decided("subscribed", "council", "granted", "plan", ""),
                new Decided("subscribed", "essay", "granted", "plan", ""),
                new Decided("subscribed", "dossier", "granted", "plan", ""));
        for (Decided row : table) {
            TestReader reader = reader(row.reader());
            JsonNode said = reader.check(row.article()).body();
            decides(row, said);
            boolean granted = row.decision().equals("granted");
            assertThat(said.has("token") && said.has("expiresAt")).as("%s", row).isEqualTo(granted);
            if (!reader.ref().isEmpty()) {
                decides(row, checkBySite(reader.ref(), row.article()).body());
            }
        }
    }

    private static void decides(Decided row, JsonNode said) {
        assertThat(said.path("decision").asString()).as("%s: %s", row, said).isEqualTo(row.decision());
        assertThat(said.path("reason").asString()).as("%s: %s", row, said).isEqualTo(row.reason());
        assertThat(said.path("ways").path(0).path("kind").asString(""))
                .as("%s: %s", row, said)
                .isEqualTo(row.way());
        assertThat(said.path("article").asString()).isEqualTo(row.article());
        assertThat(said.has("unlockLeft") && said.has("meter")).as("%s", row).isTrue();
    }

    @Test
    void spendsNothingOnAnyCheckOrLook() {
        for (String standing : readers.keySet()) {
            TestReader reader = reader(standing);
            Snapshot before = Snapshot.of(SERVICE);
            for (String article : ARTICLES) {
                assertThat(reader.check(article).status()).isEqualTo(200);
                if (!reader.ref().isEmpty()) {
                    assertThat(checkBySite(reader.ref(), article).status()).isEqualTo(200);
                }
            }
            for (String look : List.of("", "/unlocks", "/grants", "/receipts", "/export")) {
                assertThat(api.get("/v1/me" + look, reader.token()).status()).isEqualTo(200);
            }
            assertThat(Snapshot.of(SERVICE)).as(standing).isEqualTo(before);
        }
    }

    private record Opened(String reader, String call, String article, int status, String code) {}

    @Test
    void opensOrRefusesAsTheContractSays() {
        for (Opened row : List.of(
                new Opened("new", "reads", "council", 201, ""),
                new Opened("with unlocks", "reads", "harbour", 200, ""),
                new Opened("subscribed", "reads", "council", 200, ""),
                new Opened("with unlocks", "reads", "council", 402, "meter-used-up"),
                new Opened("anonymous who has read", "reads", "council", 402, "meter-used-up"),
                new Opened("new", "reads", "nowhere", 404, "unknown-article"),
                new Opened("new", "reads", "open", 409, "not-metered"),
                new Opened("new", "reads", "welcome", 409, "not-metered"),
                new Opened("with unlocks", "reads", "essay", 409, "not-metered"),
                new Opened("subscribed", "reads", "dossier", 409, "not-metered"),
                new Opened("with unlocks", "unlocks", "essay", 201, ""),
                new Opened("with unlocks", "unlocks", "council", 201, ""),
                new Opened("with unlocks", "unlocks", "harbour", 200, ""),
                new Opened("new", "unlocks", "welcome", 200, ""),
                new Opened("subscribed", "unlocks", "dossier", 200, ""),
                new Opened("new", "unlocks", "essay", 402, "no-unlock-left"),
                new Opened("anonymous", "unlocks", "essay", 402, "no-unlock-left"),
                new Opened("new", "unlocks", "nowhere", 404, "unknown-article"),
                new Opened("with unlocks", "unlocks", "open", 409, "not-unlockable"),
                new Opened("with unlocks", "unlocks", "dossier", 409, "not-unlockable"),
                new Opened("anonymous", "unlocks", "welcome", 409, "not-unlockable"))) {
            TestReader reader = reader(row.reader());
            Snapshot before = Snapshot.of(SERVICE);
            Answer answer = open(reader, row);
            assertThat(answer.status() + answer.code())
                    .as("%s: %s", row, answer.text())
                    .isEqualTo(row.status() + row.code());
            if (row.status() < 300) {
                assertThat(answer.body().propertyNames())
                        .containsExactlyInAnyOrder("article", "unlockLeft", "meter", "token", "expiresAt");
            } else {
                assertProblem(row.toString(), answer);
                assertThat(answer.body().has("ways")).as("%s", row).isEqualTo(row.status() == 402);
            }
            assertThat(Snapshot.of(SERVICE).equals(before)).as("%s wrote", row).isEqualTo(row.status() != 201);
            assertThat(open(reader, row).status())
                    .as("%s again", row)
                    .isEqualTo(row.status() == 201 ? 200 : row.status());
        }
    }

    @Test
    void letsTheMeterPayFirstWhileItLasts() {
        TestReader reader = granted();
        Answer opened = reader.unlock("council");
        assertThat(opened.status()).isEqualTo(201);
        assertThat(opened.body().path("unlockLeft").asLong()).isEqualTo(2);
        assertThat(opened.body().path("meter").path("left").asInt()).isZero();
        assertThat(reader.unlock("harbour").body().path("unlockLeft").asLong()).isEqualTo(1);
    }

    @Test
    void listsUnlocksAndGrantsPageByPage() {
        TestReader reader = site.reader(fresh());
        for (int i = 0; i < 5; i++) {
            site.grant(reader.ref(), 1);
            assertThat(reader.unlock("post" + i).status()).isEqualTo(201);
        }
        assertThat(pages(reader, "/v1/me/unlocks", "article"))
                .containsExactly("post4", "post3", "post2", "post1", "post0");
        assertThat(pages(reader, "/v1/me/grants", "id")).hasSize(5).doesNotHaveDuplicates();
    }

    private List<String> pages(TestReader reader, String list, String member) {
        List<String> found = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api.get(list + "?limit=2" + cursor, reader.token()).body();
            page.path("items").forEach(item -> found.add(item.path(member).asString()));
            sizes.add(page.path("items").size());
            cursor = page.has("next") ? "&cursor=" + page.path("next").asString() : "";
        } while (!cursor.isEmpty());
        assertThat(sizes).containsExactly(2, 2, 1);
        return found;
    }

    private static Answer open(TestReader reader, Opened row) {
        return row.call().equals("reads") ? reader.read(row.article()) : reader.unlock(row.article());
    }

    private TestReader reader(String standing) {
        Supplier<TestReader> made = readers.get(standing);
        assertThat(made).as(standing).isNotNull();
        return java.util.Objects.requireNonNull(made).get();
    }

    private TestReader granted() {
        TestReader reader = site.reader(fresh());
        assertThat(site.grant(reader.ref(), 2).status()).isEqualTo(201);
        return reader;
    }

    private static TestReader readHarbour(TestReader reader) {
        assertThat(reader.read("harbour").status()).isEqualTo(201);
        return reader;
    }

    private Answer checkBySite(String ref, String article) {
        return api.post(
                "/v1/access/check", site.key(), "{\"reader\":\"%s\",\"article\":\"%s\"}".formatted(ref, article));
    }

    private static String fresh() {
        return java.util.UUID.randomUUID().toString();
    }
}
