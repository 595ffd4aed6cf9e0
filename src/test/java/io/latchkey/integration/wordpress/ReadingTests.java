package io.latchkey.integration.wordpress;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.Wait;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who may read reads it all, and no cache keeps it for somebody else. */
@WordPressTest
class ReadingTests {

    private Api pages = TestService.shared().api();
    private String heron = "";
    private String puzzle = "";
    private String ada = "";

    @BeforeAll
    void publish(WordPress wordpress) {
        pages = wordpress.pages();
        heron = wordpress.post("heron", "premium", Texts.blocks());
        puzzle = wordpress.post("puzzle", "registered", Texts.classic());
        wordpress.site().grant("ada", 1);
        ada = wordpress.site().reader("ada").unlock(heron).text("token");
        assertThat(ada).isNotEmpty();
    }

    @Test
    void aTokenThatOpensThePostBringsAllOfItEverywhere() {
        for (String path :
                new String[] {text(heron), "/heron/", "/heron/feed/?withoutcomments=1", "/wp-json/wp/v2/posts/" + heron
                }) {
            Answer answer = pages.get(path, ada);
            assertThat(answer.text()).as(path).contains(Texts.SECRET).contains(Texts.START);
            assertThat(answer.headers().firstValue("Cache-Control")).as(path).contains("private, no-store");
        }
    }

    @Test
    void theWholeTextComesAsHtmlWithEveryBlockAndNoMark() {
        Answer answer = pages.get(text(heron), ada);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).get().asString().startsWith("text/html");
        assertThat(answer.text())
                .contains("<figcaption", "<blockquote", "<h2")
                .doesNotContain("latchkey", "<html", "<!-- wp:", "<!--more");
    }

    @Test
    void whoIsSignedInReadsWhatIsForTheRegistered(WordPress wordpress) {
        TestReader bob = wordpress.site().reader("bob");
        String known = bob.check(puzzle).text("token");

        assertThat(pages.get(text(puzzle), known).text())
                .contains(Texts.SECRET, "with a backslash \\ in it", "On the second page");
        assertThat(pages.get(text(heron), known).status()).isEqualTo(403);
        assertThat(wordpress.site().anonymous().check(puzzle).body().has("token"))
                .isFalse();
    }

    @Test
    void aPlanOpensPostsOfItsTier(WordPress wordpress) {
        wordpress.site().monthlyPlan("monthly", 900, 0);
        String gold = wordpress.post("gold", "subscribers", Texts.blocks());
        wordpress.run("update_post_meta(%s, '_latchkey_tier', 'gold');".formatted(gold));
        String plain = wordpress.post("plain", "subscribers", Texts.blocks());
        String token =
                wordpress.site().reader("sue").subscribe("monthly").check(plain).text("token");

        assertThat(pages.get(text(plain), token).text()).contains(Texts.SECRET);
        assertThat(pages.get(text(gold), token).status()).isEqualTo(403);
    }

    @Test
    void aDraftAndAPasswordStayClosedToEveryToken(WordPress wordpress) {
        String draft = wordpress.post("draft", "premium", Texts.blocks());
        wordpress.site().grant("ada", 1);
        String token = wordpress.site().reader("ada").unlock(draft).text("token");
        assertThat(pages.get(text(draft), token).status()).isEqualTo(200);

        wordpress.run("wp_update_post(['ID' => %s, 'post_password' => 'x']);".formatted(draft));
        assertThat(pages.get(text(draft), token).status()).isEqualTo(403);
        wordpress.run(
                "wp_update_post(['ID' => %s, 'post_password' => '', 'post_status' => 'draft']);".formatted(draft));
        assertThat(pages.get(text(draft), token).status()).isEqualTo(403);
        assertThat(pages.get("/wp-json/wp/v2/posts/" + draft, token).text()).doesNotContain(Texts.SECRET);
    }

    @Test
    void aPageThatIsTheSameForEverybodyMayBeCachedAndSaysWhatCosts() {
        Answer page = pages.get("/heron/", null);

        assertThat(page.headers().firstValue("Cache-Control")).isEmpty();
        assertThat(page.headers().allValues("Vary")).contains("Authorization");
        assertThat(page.headers().allValues("X-Robots-Tag")).contains("noarchive");
        assertThat(page.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(page.text())
                .contains("<latchkey-paywall class=\"latchkey-text\"")
                .contains("article=\"" + heron + "\"")
                .contains("<script type=\"module\" src=\"" + TestService.ISSUER + "/latchkey.js\"");
        JsonNode told = structured(page);
        assertThat(told.path("@type").asString()).isEqualTo("NewsArticle");
        assertThat(told.path("headline").asString()).isEqualTo("About heron");
        assertThat(told.path("isAccessibleForFree").asBoolean(true)).isFalse();
        assertThat(told.path("hasPart").path("isAccessibleForFree").asBoolean(true))
                .isFalse();
        assertThat(told.path("hasPart").path("cssSelector").asString()).isEqualTo(".latchkey-text");
    }

    @Test
    void titlesAreNoWayIntoThePagesScripts(WordPress wordpress) {
        String id = wordpress.post("evil", "premium", Texts.blocks());
        wordpress.run(
                "$wpdb->update($wpdb->posts, ['post_title' => '</script><b id=evil>x'], ['ID' => %s]);".formatted(id));
        assertThat(structured(pages.get("/evil/", null)).path("hasPart").isMissingNode())
                .isFalse();
    }

    @Test
    void aFreePostIsAsWithoutThePlugin(WordPress wordpress) {
        wordpress.post("plainly", "free", Texts.open());
        Answer page = pages.get("/plainly/", null);

        assertThat(page.text())
                .contains(Texts.open())
                .doesNotContain("latchkey-paywall", "latchkey.js", "isAccessibleForFree");
        assertThat(page.headers().allValues("Vary")).doesNotContain("Authorization");
    }

    @Test
    void whoIsSignedInAtWordPressGetsAReaderToken(WordPress wordpress) {
        String user = wordpress.run("""
            $id = wp_create_user('ida', 'x', 'ida@heron.example');
            echo $id, '|', LOGGED_IN_COOKIE, '=',
                wp_generate_auth_cookie($id, time() + 3600, 'logged_in');
            """);
        String[] parts = user.split("\\|", 2);
        wordpress.site().grant(parts[0], 2);

        Answer session = session(parts[1], wordpress.origin());
        assertThat(session.status()).as(session.text()).isEqualTo(200);
        assertThat(session.headers().firstValue("Cache-Control")).contains("private, no-store");
        TestReader ida = new TestReader(wordpress.site(), parts[0], session.text("token"));
        assertThat(ida.unlockLeft()).isEqualTo(2);
        assertThat(session.text()).doesNotContain(wordpress.site().key());

        // No other site's page may ask in its reader's name, and nobody is nobody.
        assertThat(session(parts[1], "https://evil.example").status()).isIn(401, 403);
        assertThat(session(parts[1], "null").status()).isIn(401, 403);
        assertThat(session("a=b", wordpress.origin()).status()).isEqualTo(401);
    }

    @Test
    void leadsToTheReadersAccount(WordPress wordpress) {
        String account = TestService.ISSUER + "/account/" + wordpress.site().id() + "/";

        assertThat(wordpress.run("echo do_shortcode('[latchkey_account]');")).contains("href=\"" + account + "\"");
        assertThat(wordpress.run("echo do_blocks('<!-- wp:latchkey/account /-->');"))
                .contains("href=\"" + account + "\"");
    }

    @Test
    void goesOnWithTheKeysItHasWhileTheServiceIsAway(WordPress wordpress) {
        assertThat(pages.get(text(heron), ada).status()).isEqualTo(200);
        wordpress.settings(TestService.shared().api().uri("").toString());
        wordpress.run("""
            $keys = get_option('latchkey_keys');
            $keys['from'] = 'http://127.0.0.1:9';
            update_option('latchkey_keys', $keys, false);
            update_option('latchkey', ['internal' => $keys['from']] + get_option('latchkey'));
            """);
        try {
            assertThat(pages.get(text(heron), ada).text()).contains(Texts.SECRET);
            assertThat(pages.get(text(heron), null).status()).isEqualTo(403);
            assertThat(pages.get("/heron/", null).status()).isEqualTo(200);
            // A day after they were last seen they are nobody's keys.
            wordpress.run("""
                $keys = get_option('latchkey_keys');
                $keys['fetched'] -= 86400;
                update_option('latchkey_keys', $keys, false);
                """);
            assertThat(pages.get(text(heron), ada).status()).isEqualTo(403);
        } finally {
            wordpress.settings(TestService.shared().api().uri("").toString());
        }
        Wait.until(
                "200 once the service is back",
                () -> pages.get(text(heron), ada).status(),
                status -> status == 200);
    }

    @Test
    void aRevokedTokenIsRefusedAndTheNextIsNot(WordPress wordpress) {
        wordpress.site().grant("rita", 1);
        TestReader rita = wordpress.site().reader("rita");
        String token = rita.unlock(heron).text("token");
        assertThat(pages.get(text(heron), token).status()).isEqualTo(200);
        String[] parts = token.split("\\.", -1);
        JsonNode claims = JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(parts[1]));
        String list = """
            update_option('latchkey_revocations', ['site' => '%s', 'tried' => time() + 600,
                'issued' => 1, 'before' => ['%s' => %d]], false);
            """;
        String reader = claims.path("sub").asString();
        long issued = claims.path("iat").asLong();
        try {
            wordpress.run(list.formatted(wordpress.site().id(), reader, issued + 1));
            assertThat(pages.get(text(heron), token).status()).isEqualTo(403);
            assertThat(pages.get("/heron/", token).text()).doesNotContain(Texts.SECRET);
            assertThat(pages.get(text(heron), ada).status()).isEqualTo(200);

            wordpress.run(list.formatted(wordpress.site().id(), reader, issued));
            assertThat(pages.get(text(heron), token).status()).isEqualTo(200);
        } finally {
            wordpress.run("delete_option('latchkey_revocations');");
        }
    }

    private Answer session(String cookie, String origin) {
        return pages.send(pages.request("/wp-json/latchkey/v1/session", null)
                .header("Content-Type", "application/json")
                .header("Cookie", cookie)
                .header("Origin", origin)
                .POST(BodyPublishers.ofString("{}"))
                .build());
    }

    private static JsonNode structured(Answer page) {
        String start = "<script type=\"application/ld+json\">";
        String from = page.text().substring(page.text().indexOf(start) + start.length());
        return JsonMapper.shared().readTree(from.substring(0, from.indexOf("</script>")));
    }

    private static String text(String post) {
        return "/wp-json/latchkey/v1/posts/" + post + "/text";
    }
}
