package io.latchkey.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What somebody read before signing in is theirs afterwards, whatever came between. */
@Tag("oldest")
class MergeTests {

    private final TestSite site = TestService.shared().site("merge").meter(3, 3).articles("post-", 9, "metered");

    @Test
    void joinsBothHistoriesAndCountsNoArticleTwice() {
        TestReader ada = reads(site.reader("ada"), "post-0", "post-1");
        TestReader nobody = reads(site.anonymous(), "post-1", "post-2");

        TestReader signedIn = Merges.signIn(site, "ada", nobody);

        assertThat(openTo(signedIn)).containsExactly("post-0", "post-1", "post-2");
        assertThat(used(ada)).as("three articles, one of them read by both").isEqualTo(3);
        Ledger.balances(site.id());
    }

    @Test
    void keepsOpenWhatTheMeterHasNoRoomToCount() {
        reads(site.reader("ada"), "post-0", "post-1");
        TestReader nobody = reads(site.anonymous(), "post-2", "post-3", "post-4");

        TestReader ada = Merges.signIn(site, "ada", nobody);

        assertThat(openTo(ada)).containsExactly("post-0", "post-1", "post-2", "post-3", "post-4");
        assertThat(used(ada)).isEqualTo(3);
        assertThat(ada.read("post-4").status()).as("open already").isEqualTo(200);
        assertThat(ada.read("post-5").status()).as("nothing left").isEqualTo(402);
        Ledger.balances(site.id());
    }

    @Test
    void keepsOpenWhatWasReadOnAMeterThatKnownReadersDoNotHave() {
        site.meter(0, 3);
        TestReader nobody = reads(site.anonymous(), "post-0");

        TestReader ada = Merges.signIn(site, "ada", nobody);

        assertThat(openTo(ada)).containsExactly("post-0");
    }

    @Test
    void countsNothingThatAnEarlierMergeOpenedAlready() {
        site.settings("\"meter\":{\"limit\":0,\"anonymousLimit\":3,\"period\":\"P30D\"}");
        Merges.signIn(site, "ada", reads(site.anonymous(), "post-0"));
        site.settings("\"meter\":{\"limit\":3,\"anonymousLimit\":3,\"period\":\"P30D\"}");

        TestReader ada = Merges.signIn(site, "ada", reads(site.anonymous(), "post-0", "post-1"));

        assertThat(openTo(ada)).containsExactly("post-0", "post-1");
        assertThat(used(ada)).as("post-1 alone was not open before").isEqualTo(1);
    }

    @Test
    void belongsToTheFirstWhoClaimsIt() {
        TestReader nobody = reads(site.anonymous(), "post-0");
        TestReader ada = Merges.signIn(site, "ada", nobody);

        TestReader bob = Merges.signIn(site, "bob", nobody);

        assertThat(openTo(ada)).containsExactly("post-0");
        assertThat(openTo(bob)).isEmpty();
        assertThat(used(bob)).isZero();
    }

    @Test
    void endsTheAnonymousSession() {
        TestReader nobody = reads(site.anonymous(), "post-0");
        Merges.signIn(site, "ada", nobody);

        assertThat(List.of(
                        nobody.read("post-0"),
                        nobody.read("post-1"),
                        nobody.unlock("post-1"),
                        nobody.check("post-0"),
                        site.api().get("/v1/me", nobody.token())))
                .allSatisfy(refused -> {
                    assertThat(refused.status()).isEqualTo(401);
                    assertThat(refused.code()).isEqualTo("session-merged");
                });
    }

    @Test
    void signsInWhateverTheBrowserStillHolds() {
        TestReader ada = site.reader("ada");
        TestReader stranger = reads(
                TestService.shared()
                        .site("elsewhere")
                        .meter(1, 1)
                        .articles("post-", 1, "metered")
                        .anonymous(),
                "post-0");
        TestReader merged = reads(site.anonymous(), "post-0");
        Merges.signIn(site, "bob", merged);
        TestReader erased = reads(site.anonymous(), "post-0");
        TestReader signedOut = reads(site.anonymous(), "post-0");
        assertThat(site.api().delete("/v1/me", erased.token()).status()).isEqualTo(202);
        assertThat(site.api().delete("/v1/me/session", signedOut.token()).status())
                .isEqualTo(204);

        for (String token : List.of(
                "",
                "nonsense",
                stranger.token(),
                site.reader("bob").token(),
                merged.token(),
                erased.token(),
                signedOut.token())) {
            Answer begun = Merges.trySignIn(site, "ada", token);
            assertThat(begun.status()).as(begun.text()).isEqualTo(201);
            assertThat(openTo(new TestReader(site, "ada", begun.text("token")))).isEmpty();
        }
        assertThat(Ledger.number(
                        "SELECT count(*) FROM reader_merge WHERE site_id = ?" + " AND reader_id = ?",
                        site.id(),
                        id(ada)))
                .isZero();
        for (String noText : List.of("1", "true", "{}", "[]")) {
            Answer refused =
                    site.api().post("/v1/readers/ada/sessions", site.key(), "{\"anonymous\":%s}".formatted(noText));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("invalid-body");
        }
    }

    @Test
    void changesNothingWhenRepeated() {
        TestReader nobody = reads(site.anonymous(), "post-0", "post-1");
        TestReader ada = Merges.signIn(site, "ada", nobody);
        List<List<String>> before = history(ada);

        Merges.signIn(site, "ada", nobody);
        forgetThatItIsDone(ada);
        site.reader("ada");

        assertThat(history(ada)).isEqualTo(before);
        assertThat(used(ada)).isEqualTo(2);
    }

    @Test
    void goesOnAfterACrashThatFollowedTheIntent() {
        TestReader nobody = reads(site.anonymous(), "post-0");
        TestReader ada = site.reader("ada");
        intend(nobody, ada);

        assertThat(openTo(site.reader("ada"))).containsExactly("post-0");
        assertThat(used(ada)).isEqualTo(1);
        assertThat(nobody.read("post-1").code()).isEqualTo("session-merged");
    }

    @Test
    void goesOnAfterACrashThatFollowedTheClaim() {
        TestReader nobody = reads(site.anonymous(), "post-0");
        TestReader ada = site.reader("ada");
        intend(nobody, ada);
        Ledger.change(
                "UPDATE reader SET merged_into = ? WHERE site_id = ? AND reader_id = ?",
                id(ada),
                site.id(),
                id(nobody));

        assertThat(openTo(site.reader("ada"))).containsExactly("post-0");
        assertThat(used(ada)).isEqualTo(1);
    }

    private static TestReader reads(TestReader reader, String... articles) {
        for (String article : articles) {
            assertThat(reader.read(article).status()).isEqualTo(201);
        }
        return reader;
    }

    private List<String> openTo(TestReader reader) {
        return IntStream.range(0, 9)
                .mapToObj(number -> "post-" + number)
                .filter(article -> reader.reason(article).equals("metered"))
                .toList();
    }

    private static int used(TestReader reader) {
        return reader.me().path("meter").path("used").asInt();
    }

    private List<List<String>> history(TestReader reader) {
        return Ledger.rows("""
            SELECT article_id, period_start, period_end, counted, read_at FROM metered_read
            WHERE site_id = ? AND reader_id = ? ORDER BY article_id, period_start
            """, site.id(), id(reader));
    }

    private void intend(TestReader anonymous, TestReader known) {
        Ledger.change("""
            INSERT INTO reader_merge (site_id, reader_id, anonymous_id, intended_at)
            VALUES (?, ?, ?, now())
            """, site.id(), id(known), id(anonymous));
    }

    private void forgetThatItIsDone(TestReader known) {
        assertThat(Ledger.change(
                        "UPDATE reader_merge SET done_at = NULL" + " WHERE site_id = ? AND reader_id = ?",
                        site.id(),
                        id(known)))
                .isEqualTo(1);
    }

    private static UUID id(TestReader reader) {
        return UUID.fromString(reader.me().path("reader").path("id").asString());
    }
}
