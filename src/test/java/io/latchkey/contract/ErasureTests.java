package io.latchkey.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.leaving.CancellationReasons;
import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.Snapshot;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever was put in about a reader is looked for in every table after they were erased (rule 12). */
class ErasureTests {

    private static final TestService SERVICE = TestService.shared();

    /** In everything that somebody wrote about the reader, and in nothing else. */
    private static final String MARK = "qx7mark";

    private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d[.\\d]*");

    private static final String REF = MARK + "-ref";

    private final Api api = SERVICE.api();
    private final TestSite site = SERVICE.site("erasure")
            .meter(5, 5)
            .articles("post-", 5, "metered")
            .article("essay", "premium")
            .monthlyPlan("monthly", 900, 3);

    @Test
    void leavesNothingOfWhatWasEverToldOfAReader() throws SQLException {
        TestReader ada = marked();
        assertThat(tables(Snapshot.ofSite(SERVICE, site.id()).holding(MARK)))
                .contains(
                        "reader",
                        "idempotency",
                        "unlock_grant",
                        "checkout",
                        "receipt",
                        "cancellation_reason",
                        "sign_in_link");

        assertThat(api.delete("/v1/me", ada.token()).status()).isEqualTo(202);

        // The letter with the receipt is still owed (BGB § 312k paragraph 4): the reason goes with
        // it, and the address is sealed until then.
        assertThat(Snapshot.of(SERVICE).holding(MARK))
                .allMatch(row -> row.startsWith("notice ") && row.contains("receiptText"))
                .noneMatch(row -> row.contains(MARK + "@") || row.contains(REF));
        assertThat(api.get("/v1/readers/" + REF, site.key()).code()).isEqualTo("unknown-reader");
    }

    @Test
    void takesAlongWhomTheReaderWasBeforeSigningIn() throws SQLException {
        TestReader guest = site.anonymous();
        for (String article : List.of("post-0", "post-1", "post-2")) {
            assertThat(guest.read(article).status()).isEqualTo(201);
        }
        TestReader cutOff = site.anonymous();
        assertThat(cutOff.read("post-3").status()).isEqualTo(201);
        String guestId = id(guest);
        String cutOffId = id(cutOff);
        TestReader ada = signIn("ada", guest);
        String adaId = id(ada);
        write("""
            INSERT INTO reader_merge (site_id, reader_id, anonymous_id, intended_at)
            VALUES ('%s', '%s', '%s', now())
            """.formatted(site.id(), adaId, cutOffId));

        assertThat(api.delete("/v1/me", ada.token()).status()).isEqualTo(202);

        Snapshot after = Snapshot.ofSite(SERVICE, site.id());
        assertThat(after.tables().get("metered_read")).isEmpty();
        assertThat(after.tables().get("reader_merge")).isEmpty();
        assertThat(tables(after.holding(guestId, cutOffId))).containsOnly("reader", "meter");
        assertThat(after.holding(guestId, cutOffId)).noneMatch(row -> row.contains(adaId));
        assertThat(moments(after, guestId, cutOffId))
                .as("days, and no moments by which to find whose they were")
                .hasSize(6)
                .allMatch(moment -> moment.endsWith("0:00"));

        for (TestReader gone : List.of(guest, cutOff)) {
            assertThat(api.get("/v1/me", gone.token()).code()).isEqualTo("session-ended");
            assertThat(signIn("bob", gone).me().path("meter").path("used").asInt())
                    .isZero();
        }
        assertThat(signIn("ada", site.anonymous())
                        .me()
                        .path("meter")
                        .path("used")
                        .asInt())
                .as("not refilled")
                .isEqualTo(3);
    }

    @Test
    void leavesAloneWhoWasSomebodyElseBeforeSigningIn() throws SQLException {
        TestReader guest = site.anonymous();
        assertThat(guest.read("post-0").status()).isEqualTo(201);
        String guestId = id(guest);
        TestReader bob = signIn("bob", guest);
        TestReader ada = site.reader("ada");
        write("""
            INSERT INTO reader_merge (site_id, reader_id, anonymous_id, intended_at)
            VALUES ('%s', '%s', '%s', now())
            """.formatted(site.id(), id(ada), guestId));

        assertThat(api.delete("/v1/me", ada.token()).status()).isEqualTo(202);

        assertThat(bob.reason("post-0")).isEqualTo("metered");
        assertThat(api.get("/v1/me", guest.token()).code()).isEqualTo("session-merged");
    }

    private TestReader marked() throws SQLException {
        String who = "{\"email\":\"%1$s@%1$s.example\",\"name\":\"%1$s name\",\"locale\":\"de\"}".formatted(MARK);
        assertThat(api.put("/v1/readers/" + REF, site.key(), who).status()).isEqualTo(201);
        TestReader ada = site.reader(REF);
        Answer given = api.send(api.request("/v1/readers/" + REF + "/grants", site.key())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", MARK)
                .POST(BodyPublishers.ofString("{\"amount\":2,\"source\":\"gift\",\"note\":\"%s\"}".formatted(MARK)))
                .build());
        assertThat(given.status()).isEqualTo(201);
        assertThat(ada.read("post-0").status()).isEqualTo(201);
        assertThat(ada.unlock("essay").status()).isEqualTo(201);
        Answer begun = api.post(
                "/v1/me/subscription",
                ada.token(),
                "{\"plan\":\"monthly\",\"returnTo\":\"https://%s.example/%s\"}".formatted(site.id(), MARK));
        assertThat(begun.status()).as(begun.text()).isEqualTo(201);
        ada.subscribe("monthly");
        Answer canceled = api.post(
                "/v1/me/subscription/cancellation",
                ada.token(),
                "{\"effective\":\"period-end\",\"reason\":\"%s\"}".formatted(MARK));
        assertThat(canceled.status()).as(canceled.text()).isEqualTo(201);
        SERVICE.bean(CancellationReasons.class)
                .give(
                        new ReaderKey(new SiteId(site.id()), UUID.fromString(id(ada))),
                        UUID.fromString(canceled.text("id")),
                        CancellationReasons.Kind.OTHER,
                        MARK)
                .block(Duration.ofSeconds(30));
        write("""
            INSERT INTO sign_in_link (site_id, token_hash, browser_hash, address, language,
                due_at, expires_at)
            VALUES ('%1$s', sha256('a'), sha256('b'), '%2$s@%2$s.example', 'de', now(),
                now() + interval '1 day')
            """.formatted(site.id(), MARK));
        String export = api.get("/v1/me/export", ada.token()).text();
        assertThat(export).contains("signInLinks", "/v1/readers/" + REF + "/grants");
        return ada;
    }

    private TestReader signIn(String ref, TestReader anonymous) {
        Answer begun = api.post(
                "/v1/readers/" + ref + "/sessions", site.key(), "{\"anonymous\":\"%s\"}".formatted(anonymous.token()));
        assertThat(begun.status()).as(begun.text()).isEqualTo(201);
        return new TestReader(site, ref, begun.text("token"));
    }

    private static String id(TestReader reader) {
        return reader.me().path("reader").path("id").asString();
    }

    private static List<String> tables(List<String> rows) {
        return rows.stream().map(row -> row.split(" ", 2)[0]).distinct().toList();
    }

    /** When it was made, changed and erased. */
    private static List<String> moments(Snapshot snapshot, String... readers) {
        return snapshot.holding(readers).stream()
                .filter(row -> row.startsWith("reader "))
                .flatMap(row -> MOMENT.matcher(row).results().map(MatchResult::group))
                .toList();
    }

    private void write(String sql) throws SQLException {
        try (Connection connection = TestDatabase.connect(SERVICE.databaseUrl());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }
}
