package io.latchkey.integration.wordpress;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.Wait;
import io.latchkey.token.TestSigner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the service takes back, WordPress refuses in the time that it states. */
@WordPressTest
class TakingBackTests {

    /** Its own, whose keys nobody else's tokens need. */
    private final TestService service = TestService.own(TestService.SCHEDULES);

    private final TestSite site = service.site("lending");
    private String post = "";

    @BeforeAll
    void moveThere(WordPress wordpress) {
        post = wordpress.post("lent", "premium", Texts.blocks());
        site.article(post, "premium");
        wordpress.settings(service.api().uri("").toString(), site);
    }

    @AfterAll
    void moveBack(WordPress wordpress) {
        wordpress.settings(TestService.shared().api().uri("").toString());
        service.close();
    }

    @Test
    void whoLoggedOutIsRefusedUntilTheyComeBack(WordPress wordpress) {
        String stays = token("stella");
        String token = token("lena");
        assertThat(asked(wordpress, stays)).isEqualTo(200);
        assertThat(asked(wordpress, token)).isEqualTo(200);

        String reader = site.reader("lena").token();
        assertThat(site.api().delete("/v1/me/session", reader).status()).isEqualTo(204);

        Wait.until("403 to who logged out", () -> asked(wordpress, token), status -> status == 403);
        assertThat(wordpress.pages().get("/lent/", token).text()).doesNotContain(Texts.SECRET);
        assertThat(asked(wordpress, stays)).isEqualTo(200);
        String back = site.reader("lena").check(post).text("token");
        assertThat(asked(wordpress, back)).isEqualTo(200);
    }

    @Test
    void aWithdrawnKeySignsForNobodyAfterFiveMinutes(WordPress wordpress) {
        String kid = TestSigner.of(service).kid();
        String token = token("kim");
        assertThat(asked(wordpress, token)).isEqualTo(200);

        assertThat(service.api().delete("/v1/keys/" + kid, TestService.OPERATOR).status())
                .isEqualTo(204);
        assertThat(wordpress.run("""
            remove_all_filters('latchkey_keys_fresh_seconds');
            remove_all_filters('latchkey_keys_pause_seconds');
            $keys = get_option('latchkey_keys');
            foreach ([270, 300] as $age) {
                $keys['fetched'] = $keys['tried'] = time() - $age;
                update_option('latchkey_keys', $keys, false);
                echo Latchkey\\Keys::of('%s') === null ? 'gone ' : 'there ';
            }
            """.formatted(kid))).isEqualTo("there gone ");

        assertThat(asked(wordpress, token)).isEqualTo(403);
        String next = site.reader("kim").check(post).text("token");
        assertThat(asked(wordpress, next)).isEqualTo(200);
    }

    @Test
    void aListThatDidNotComeIsAskedForAgainAfterFiveSeconds(WordPress wordpress) {
        assertThat(wordpress.run("""
            remove_all_filters('latchkey_revocations_seconds');
            remove_all_filters('latchkey_revocations_retry_seconds');
            delete_option('latchkey_revocations');
            $calls = 0;
            $away = true;
            add_filter('pre_http_request', function ($answer, $request, $url) use (&$calls, &$away) {
                $list = str_contains($url, '/v1/revocations');
                $calls += $list ? 1 : 0;
                return $list && $away ? new WP_Error('away', 'away') : $answer;
            }, 10, 3);
            $token = (fn () => new Latchkey\\Token('reader', time(), time() + 300, [], []))
                ->bindTo(null, Latchkey\\Token::class)();
            $after = function (int $seconds) use ($token, &$calls) {
                $held = get_option('latchkey_revocations');
                $held && update_option('latchkey_revocations', ['tried' => $held['tried'] - $seconds] + $held);
                Latchkey\\Revocations::holds($token);
                echo $calls, ' ';
            };
            $after(0);
            $after(0);
            $after(3);
            $after(2);
            $after(5);
            $away = false;
            $after(5);
            $after(25);
            $after(5);
            """)).isEqualTo("1 1 1 2 3 4 4 5 ");
    }

    private String token(String name) {
        assertThat(site.grant(name, 1).status()).isEqualTo(201);
        TestReader reader = site.reader(name);
        String token = reader.unlock(post).text("token");
        assertThat(token).isNotEmpty();
        return token;
    }

    private int asked(WordPress wordpress, String token) {
        return wordpress
                .pages()
                .get("/wp-json/latchkey/v1/posts/" + post + "/text", token)
                .status();
    }
}
