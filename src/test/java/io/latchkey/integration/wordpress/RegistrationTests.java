package io.latchkey.integration.wordpress;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestService;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is published is registered, now or as soon as the service can be told. */
@WordPressTest
class RegistrationTests {

    private static final String AUTOLOADED = "SELECT autoload FROM wp_options WHERE option_name = 'latchkey_key'";

    private static final String WAITING = "SELECT COUNT(*) FROM wp_options WHERE option_name LIKE 'latchkey_waiting%'";

    @Test
    void aPublishedPostIsRegisteredAsItIs(WordPress wordpress) {
        String id = wordpress.post("ferry", "metered", Texts.blocks());
        Answer article = article(wordpress, id);

        assertThat(article.status()).as(article.text()).isEqualTo(200);
        assertThat(article.text("title")).isEqualTo("About ferry");
        assertThat(article.text("url")).isEqualTo(wordpress.origin() + "/ferry/");
        assertThat(article.text("access")).isEqualTo("metered");
        assertThat(article.text("tier")).isEqualTo("standard");

        wordpress.run("""
            update_post_meta(%1$s, '_latchkey_tier', 'gold');
            wp_update_post(['ID' => %1$s, 'post_title' => 'Tom &amp; Ida &#8220;sail&#8221;',
                'post_name' => 'sail', 'meta_input' => ['_latchkey_access' => 'premium']]);
            """.formatted(id));
        assertThat(article(wordpress, id).text("title")).isEqualTo("Tom & Ida \u201csail\u201d");
        assertThat(article(wordpress, id).text("url")).endsWith("/sail/");
        assertThat(article(wordpress, id).text("access")).isEqualTo("premium");
        assertThat(article(wordpress, id).text("tier")).isEqualTo("gold");
    }

    @Test
    void whatIsNoLongerPublishedIsNoLongerRegistered(WordPress wordpress) {
        String trashed = wordpress.post("trashed", "premium", Texts.blocks());
        String hidden = wordpress.post("hidden", "premium", Texts.blocks());
        String deleted = wordpress.post("deleted", "premium", Texts.blocks());
        wordpress.run("""
            wp_trash_post(%s);
            wp_update_post(['ID' => %s, 'post_status' => 'private']);
            wp_delete_post(%s, true);
            """.formatted(trashed, hidden, deleted));
        for (String id : new String[] {trashed, hidden, deleted}) {
            assertThat(article(wordpress, id).status()).as(id).isEqualTo(404);
        }
        wordpress.run("wp_untrash_post(%1$s); wp_publish_post(%1$s);".formatted(trashed));
        assertThat(article(wordpress, trashed).status()).isEqualTo(200);
    }

    @Test
    void aDraftIsNotRegistered(WordPress wordpress) {
        String id = wordpress.run("echo wp_insert_post(['post_title' => 'x', 'post_content' => 'y']);");

        assertThat(article(wordpress, id).status()).isEqualTo(404);
    }

    @Test
    void whatCouldNotBeToldIsToldLater(WordPress wordpress) {
        String address = TestService.shared().api().uri("").toString();
        String gone = wordpress.post("gone", "premium", Texts.blocks());
        wordpress.settings("http://127.0.0.1:9");
        String late = wordpress.post("late", "premium", Texts.blocks());
        wordpress.run("wp_delete_post(%s, true);".formatted(gone));
        assertThat(wordpress.run("echo wp_next_scheduled('latchkey_retry') > time();"))
                .isEqualTo("1");

        // Still away: they go on waiting.
        wordpress.run("wp_clear_scheduled_hook('latchkey_retry'); do_action('latchkey_retry');");
        assertThat(wordpress.run("echo wp_next_scheduled('latchkey_retry') > time();"))
                .isEqualTo("1");
        wordpress.settings(address);
        assertThat(article(wordpress, late).status()).isEqualTo(404);
        assertThat(article(wordpress, gone).status()).isEqualTo(200);

        wordpress.run("wp_clear_scheduled_hook('latchkey_retry'); do_action('latchkey_retry');");
        assertThat(article(wordpress, late).text("access")).isEqualTo("premium");
        assertThat(article(wordpress, gone).status()).isEqualTo(404);
        assertThat(wordpress.value(WAITING)).isEqualTo("0");
        assertThat(wordpress.run("var_dump(wp_next_scheduled('latchkey_retry'));"))
                .contains("false");
    }

    @Test
    void theKeyIsShownToNobodyAndNotLoadedWithEveryPage(WordPress wordpress) {
        String cookie = wordpress.run("""
            $end = time() + 3600;
            $session = WP_Session_Tokens::get_instance(1)->create($end);
            echo AUTH_COOKIE, '=', wp_generate_auth_cookie(1, $end, 'auth', $session), '; ',
                LOGGED_IN_COOKIE, '=',
                wp_generate_auth_cookie(1, $end, 'logged_in', $session);
            """);
        String address = "/wp-admin/options-general.php?page=latchkey";
        String page = as(wordpress, cookie, address, null).text();
        assertThat(page).contains("name=\"latchkey_key\" value=\"\"").contains("stored");
        assertThat(page).doesNotContain(wordpress.site().key());

        String nonce = page.replaceFirst("(?s).*?name=\"_wpnonce\" value=\"(\\w+)\".*", "$1");
        String form = "option_page=latchkey&action=update&latchkey_key=&latchkey[site]=%s&latchkey[profile]=1"
                .formatted(wordpress.site().id());
        String options = "/wp-admin/options.php";
        assertThat(as(wordpress, cookie, options, form + "&_wpnonce=wrong").status())
                .isEqualTo(403);
        assertThat(as(wordpress, cookie, options, form + "&_wpnonce=" + nonce).status())
                .isEqualTo(302);
        assertThat(wordpress.run("echo get_option('latchkey_key');"))
                .isEqualTo(wordpress.site().key());
        assertThat(wordpress.value(AUTOLOADED)).isEqualTo("no");
        assertThat(as(wordpress, "a=b", address, null).text()).doesNotContain("latchkey_key");
    }

    private static Answer as(WordPress wordpress, String cookie, String path, @Nullable String form) {
        HttpRequest.Builder request = wordpress.pages().request(path, null).header("Cookie", cookie);
        if (form != null) {
            request.header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(form));
        }
        return wordpress.pages().send(request.build());
    }

    private static Answer article(WordPress wordpress, String id) {
        return wordpress.site().api().get("/v1/articles/" + id, wordpress.site().key());
    }
}
