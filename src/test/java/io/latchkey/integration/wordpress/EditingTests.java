package io.latchkey.integration.wordpress;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Authors have the whole text before them, lose none of it, and never publish it by mistake. */
@WordPressTest
class EditingTests {

    private String password = "";

    @BeforeAll
    void hire(WordPress wordpress) {
        password = wordpress.run("""
            add_filter('wp_is_application_passwords_available', '__return_true');
            echo WP_Application_Passwords::create_new_application_password(
                1, ['name' => 'editor'])[0];
            """);
    }

    @Test
    void whatLiesWhereWordPressLooksIsThePreview(WordPress wordpress) {
        String id = wordpress.post("stored", "premium", Texts.blocks());

        assertThat(content(wordpress, id)).contains(Texts.START).doesNotContain(Texts.SECRET);
        assertThat(whole(wordpress, id)).isEqualTo(Texts.blocks());
        // Without the plugin there is nobody who could give it away.
        assertThat(wordpress.run("""
            remove_all_filters('the_content');
            foreach (get_posts(['include' => [%1$s], 'suppress_filters' => true]) as $post) {
                echo apply_filters('the_content', $post->post_content);
            }
            """.formatted(id))).contains(Texts.START).doesNotContain(Texts.SECRET);
    }

    @Test
    void theBlockEditorGetsAllOfItAndSavesAllOfIt(WordPress wordpress) {
        String id = wordpress.post("edited", "premium", Texts.blocks());
        String path = "/wp-json/wp/v2/posts/" + id;
        Answer opened = edit(wordpress, "GET", path + "?context=edit", "");
        String raw = opened.body().path("content").path("raw").asString();
        assertThat(raw).as(opened.text()).isEqualTo(Texts.blocks());

        Answer saved = edit(wordpress, "POST", path, json("content", raw + "\n\nMore of it."));
        assertThat(saved.status()).as(saved.text()).isEqualTo(200);
        assertThat(saved.body().path("content").path("raw").asString()).endsWith("More of it.");
        assertThat(whole(wordpress, id)).endsWith("More of it.");
        assertThat(content(wordpress, id)).doesNotContain(Texts.SECRET);

        edit(wordpress, "POST", path, json("title", "Another title"));
        assertThat(whole(wordpress, id)).endsWith("More of it.");
    }

    @Test
    void aPostIsPublishedWithItsLevelAtOnce(WordPress wordpress) {
        // As the editor does: text and level in one request, where WordPress writes the text first.
        String seen = """
            add_action('wp_insert_post', function ($id, $post) {
                echo $post->post_content;
            }, -1, 2);
            wp_set_current_user(1);
            $request = new WP_REST_Request('POST', '/wp/v2/posts');
            $request->set_body_params(['status' => 'publish', 'title' => 'Now',
                'content' => base64_decode('%s'), 'meta' => ['_latchkey_access' => 'premium']]);
            $answer = rest_do_request($request);
            echo '|', $answer->get_status(), '|', $answer->get_data()['id'];
            """.formatted(Texts.base64(Texts.blocks()));
        String[] parts = wordpress.run(seen).split("\\|", -1);

        assertThat(parts[0]).contains(Texts.START).doesNotContain(Texts.SECRET);
        assertThat(parts[1]).isEqualTo("201");
        assertThat(whole(wordpress, parts[2])).isEqualTo(Texts.blocks());
    }

    @Test
    void anotherLevelDividesTheTextAnew(WordPress wordpress) {
        String id = wordpress.post("changing", "free", Texts.classic());
        assertThat(content(wordpress, id)).isEqualTo(Texts.classic());
        assertThat(whole(wordpress, id)).isEmpty();

        wordpress.run("update_post_meta(%s, '_latchkey_access', 'premium');".formatted(id));
        assertThat(content(wordpress, id)).doesNotContain(Texts.SECRET);
        assertThat(whole(wordpress, id)).isEqualTo(Texts.classic());

        wordpress.run("update_post_meta(%s, '_latchkey_access', 'free');".formatted(id));
        assertThat(content(wordpress, id)).isEqualTo(Texts.classic());
        assertThat(whole(wordpress, id)).isEmpty();
        remove(wordpress, id);
    }

    @Test
    void aLevelThatGotLostIsTheStrictest(WordPress wordpress) {
        String id = wordpress.post("lost", "registered", Texts.blocks());
        wordpress.run("delete_post_meta(%s, '_latchkey_access');".formatted(id));

        assertThat(content(wordpress, id)).doesNotContain(Texts.SECRET);
        assertThat(wordpress.run("echo Latchkey\\Article::level(get_post(%s))->value;".formatted(id)))
                .isEqualTo("subscribers");
    }

    @Test
    void editsThatNeverSawTheWholeTextKeepIt(WordPress wordpress) {
        String id = wordpress.post("quick", "premium", Texts.classic());
        // Quick edit, bulk edit, other plugins: the stored row with something changed.
        wordpress.run("""
            $post = wp_slash(get_post(%1$s, ARRAY_A));
            wp_update_post(['post_title' => 'Quick'] + $post);
            wp_update_post(['ID' => %1$s, 'menu_order' => 3]);
            """.formatted(id));
        assertThat(whole(wordpress, id)).isEqualTo(Texts.classic());
        assertThat(content(wordpress, id)).contains(Texts.START).doesNotContain(Texts.SECRET);
    }

    @Test
    void anEarlierRevisionComesBackWhole(WordPress wordpress) {
        String id = wordpress.post("revised", "premium", Texts.blocks());
        wordpress.run("""
            wp_update_post(['ID' => %1$s, 'post_content' => 'First version. %2$s']);
            wp_update_post(['ID' => %1$s, 'post_content' => 'Second version.']);
            $revisions = wp_get_post_revisions(%1$s, ['order' => 'ASC', 'orderby' => 'ID']);
            foreach ($revisions as $revision) {
                if (str_starts_with($revision->post_content_filtered, 'First')) {
                    wp_restore_post_revision($revision->ID);
                    break;
                }
            }
            """.formatted(id, Texts.SECRET));

        assertThat(whole(wordpress, id)).isEqualTo("First version. " + Texts.SECRET);
        assertThat(content(wordpress, id)).doesNotContain(Texts.SECRET);
    }

    @Test
    void aMarkWrittenByHandOpensNothing(WordPress wordpress) {
        String secret = wordpress.post("other", "premium", Texts.blocks());
        String mark = "<!-- wp:latchkey/rest {\"post\":" + secret + "} /-->";
        wordpress.post("thief", "free", "Mine. " + mark);
        wordpress.post("zero", "premium", "Mine. " + mark.replace(secret, "0"));

        assertThat(wordpress.pages().get("/thief/", null).text()).doesNotContain(Texts.SECRET);
        assertThat(wordpress.pages().get("/zero/", null).text()).doesNotContain(Texts.SECRET);
    }

    @Test
    void aSiteThatGivesThePluginUpGetsItsTextsBack(WordPress wordpress) {
        String id = wordpress.post("freed", "premium", Texts.classic());
        // On a copy of this post alone: others of the run stay as they are.
        wordpress.run("""
            add_filter('query', fn ($sql) => str_contains($sql, 'SELECT ID FROM')
                ? str_replace('WHERE ', 'WHERE ID = %1$s AND ', $sql) : $sql);
            Latchkey\\Text::putAllBack();
            """.formatted(id));

        assertThat(content(wordpress, id)).isEqualTo(Texts.classic());
        assertThat(wordpress.pages().get("/freed/", null).text()).contains(Texts.SECRET);
        remove(wordpress, id);
    }

    /** What stands open in full must not be taken for a leak by others. */
    private static void remove(WordPress wordpress, String id) {
        wordpress.run("wp_delete_post(%s, true);".formatted(id));
    }

    private Answer edit(WordPress wordpress, String method, String path, String body) {
        return wordpress
                .pages()
                .send(wordpress
                        .pages()
                        .request(path, null)
                        .header("Authorization", "Basic " + Texts.base64("editor:" + password))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build());
    }

    private static String json(String name, String value) {
        return JsonMapper.shared().writeValueAsString(Map.of(name, value));
    }

    private static String content(WordPress wordpress, String id) {
        return wordpress.value("SELECT post_content FROM wp_posts WHERE ID = " + id);
    }

    private static String whole(WordPress wordpress, String id) {
        return wordpress.value("SELECT post_content_filtered FROM wp_posts WHERE ID = " + id);
    }
}
