package io.latchkey.integration.wordpress;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestService;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is written about a picture of a closed post is as closed as the post, and cannot be guessed either. */
@WordPressTest
class PictureTests {

    private static final String SEARCH = "/wp-json/wp/v2/media?search=";

    private Api pages = TestService.shared().api();
    private String post = "";
    private String picture = "";
    private String author = "";

    @BeforeAll
    void publish(WordPress wordpress) {
        pages = wordpress.pages();
        post = wordpress.post("pictured", "premium", Texts.blocks());
        String[] ids = wordpress.run("""
            $picture = ['post_excerpt' => 'quagmired', 'post_content' => 'fenland', 'post_mime_type' => 'image/png',
                'post_status' => 'inherit', 'guid' => home_url('/snipe.png')];
            wp_insert_attachment(['post_title' => 'A loose snipe'] + $picture, 'loose.png', 0);
            $id = wp_insert_attachment(['post_title' => 'A snipe', 'post_author' => 1] + $picture, 'snipe.png', %s);
            update_post_meta($id, '_wp_attachment_image_alt', 'quagmired');
            update_post_meta($id, '_wp_attachment_metadata', ['width' => 9, 'height' => 9,
                'file' => 'snipe.png', 'image_meta' => ['caption' => 'quagmired']]);
            echo $id, '|', wp_insert_user(['user_login' => 'snapper', 'user_pass' => 'x', 'role' => 'author']);
            """.formatted(post)).split("\\|", 2);
        picture = ids[0];
        author = ids[1];
    }

    @Test
    void noHitTellsAWordOfIt() {
        for (String word : new String[] {"quagmired", "fenland", "quagmire%20fenland", "%22quagmired%22"}) {
            assertThat(pages.get(SEARCH + word, null).text())
                    .as(word)
                    .contains("A loose snipe")
                    .doesNotContain("A snipe");
            // WordPress's own search finds no pictures, however it is asked.
            for (String path : new String[] {"/?", "/?post_type=attachment&", "/?feed=rss2&post_type[]=attachment&"}) {
                assertThat(pages.get(path + "s=" + word, null).text()).as(path).doesNotContain("A snipe");
            }
        }
        // Nor does it tell one that it lacks a word; by its title it is found.
        assertThat(pages.get(SEARCH + "snipe%20-quagmired", null).text())
                .contains("A snipe")
                .doesNotContain("A loose");
        assertThat(pages.get(SEARCH + "snipe", null).text()).contains("A snipe", "A loose snipe");
        assertThat(pages.get(SEARCH + "snipe%20-snipe", null).text()).isEqualTo("[]");
    }

    @Test
    void whoMayReadFindsIt(WordPress wordpress) {
        wordpress.site().grant("pia", 1);
        String token = wordpress.site().reader("pia").unlock(post).text("token");
        assertThat(pages.get(SEARCH + "quagmired", token).text()).contains("A snipe", "A loose snipe", "quagmired");
        assertThat(pages.get(SEARCH + "snipe%20-quagmired", token).text()).isEqualTo("[]");
        assertThat(found(wordpress, "1")).isEqualTo("2");
        assertThat(found(wordpress, author)).isEqualTo("1");
    }

    @Test
    void anAuthorIsNotToldOfAnothers(WordPress wordpress) {
        String shown = "wp_set_current_user(%s); echo json_encode(wp_prepare_attachment_for_js(%s));";
        assertThat(wordpress.run(shown.formatted(author, picture)))
                .contains("A snipe")
                .doesNotContain("quagmired", "fenland");
        assertThat(wordpress.run(shown.formatted(1, picture))).contains("quagmired", "fenland");

        String call = """
            <?xml version="1.0"?><methodCall><methodName>wp.getMediaItem</methodName><params>
            <param><value><int>1</int></value></param><param><value><string>snapper</string></value></param>
            <param><value><string>x</string></value></param><param><value><int>%s</int></value></param>
            </params></methodCall>
            """.formatted(picture);
        Answer told = pages.send(pages.request("/xmlrpc.php", null)
                .header("Content-Type", "text/xml")
                .POST(BodyPublishers.ofString(call))
                .build());
        assertThat(told.text()).contains("A snipe").doesNotContain("quagmired", "fenland");
    }

    private static String found(WordPress wordpress, String user) {
        return wordpress.run("""
            wp_set_current_user(%s);
            echo (new WP_Query(['s' => 'quagmired', 'post_type' => 'attachment',
                'post_status' => 'inherit']))->found_posts;
            """.formatted(user));
    }
}
