package io.latchkey.integration.wordpress;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whoever writes for the newspaper reads no more of what others wrote than the public does. */
@WordPressTest
class StaffTests {

    private static final List<String> ROLES = List.of("author", "contributor", "subscriber");

    /** %1$s: the id of a post; %2$s: of a revision of it. */
    private static final List<String> DOORS = List.of(
            "/wp-json/wp/v2/posts/%1$s",
            "/wp-json/wp/v2/posts/%1$s?context=edit",
            "/wp-json/wp/v2/posts/%1$s/revisions",
            "/wp-json/wp/v2/posts/%1$s/revisions/%2$s?context=edit",
            "/wp-json/wp/v2/posts/%1$s/autosaves?context=edit",
            "/wp-json/latchkey/v1/posts/%1$s/text",
            "/wp-admin/post.php?action=edit&post=%1$s");

    /** Published, and a draft. */
    private List<String> others = List.of();

    private JsonNode staff = JsonMapper.shared().createObjectNode();

    @BeforeAll
    void hire(WordPress wordpress) {
        String published = wordpress.post("guarded", "premium", Texts.blocks());
        String draft = wordpress.post("unready", "subscribers", Texts.classic());
        others = List.of(published, draft);
        staff = JsonMapper.shared().readTree(wordpress.run("""
            add_filter('wp_is_application_passwords_available', '__return_true');
            foreach ([%s, %s] as $id) {
                wp_update_post(['ID' => $id, 'post_title' => "Another's"]);
                wp_set_current_user(1);
                wp_create_post_autosave(wp_slash(['post_ID' => $id, 'post_title' => 'x', 'post_excerpt' => '',
                    'post_content' => get_post($id, OBJECT, 'edit')->post_content, 'post_type' => 'post']));
            }
            wp_update_post(['ID' => $id, 'post_status' => 'draft']);
            foreach (['administrator', 'author', 'contributor', 'subscriber'] as $role) {
                $id = wp_insert_user(['user_login' => "the-$role", 'user_pass' => 'x',
                    'user_email' => "$role@heron.example", 'role' => $role]);
                $end = time() + 3600;
                $token = WP_Session_Tokens::get_instance($id)->create($end);
                $staff[$role] = ['id' => $id, 'password' =>
                    WP_Application_Passwords::create_new_application_password($id, ['name' => 'x'])[0],
                    'cookies' => AUTH_COOKIE . '=' . wp_generate_auth_cookie($id, $end, 'auth', $token)
                    . '; ' . LOGGED_IN_COOKIE . '='
                    . wp_generate_auth_cookie($id, $end, 'logged_in', $token)];
            }
            echo json_encode($staff);
            """.formatted(published, draft)));
    }

    @Test
    void aMarkInWhatIsOnesOwnBringsNobodyElsesText(WordPress wordpress) {
        for (String other : others) {
            String mark = "Mine. <!-- wp:latchkey/rest {\"post\":" + other + "} /-->";
            String picture = upload(wordpress);
            String media = "/wp-json/wp/v2/media/" + picture;
            String block = created(wordpress, "author", "/wp-json/wp/v2/blocks", mark);
            shuts(wordpress, "author", "POST", media, Map.of("description", mark, "caption", mark));
            shuts(wordpress, "author", "GET", media + "?context=edit", Map.of());
            shuts(wordpress, "author", "GET", "/wp-json/wp/v2/blocks/" + block + "?context=edit", Map.of());
            opensToEdit(wordpress, "author", picture);
            opensToEdit(wordpress, "author", block);
            for (String role : List.of("author", "contributor")) {
                String post = created(wordpress, role, "/wp-json/wp/v2/posts", mark);
                String path = "/wp-json/wp/v2/posts/" + post;
                shuts(wordpress, role, "POST", path + "/autosaves", Map.of("content", mark));
                shuts(wordpress, role, "GET", path + "?context=edit", Map.of());
                shuts(wordpress, role, "GET", path + "/autosaves?context=edit", Map.of());
                shuts(wordpress, role, "GET", path + "/revisions?context=edit", Map.of());
                opensToEdit(wordpress, role, post);
            }
            assertThat(wordpress.run("""
                foreach ([%s, %s] as $GLOBALS['id']) {
                    $GLOBALS['post'] = get_post($GLOBALS['id']);
                    setup_postdata($GLOBALS['post']);
                    echo apply_filters('the_content_export', $GLOBALS['post']->post_content);
                    wp_set_current_user(1);
                    echo apply_filters('the_content', $GLOBALS['post']->post_content);
                }
                """.formatted(picture, block)))
                    .contains("Mine.")
                    .doesNotContain(Texts.SECRET);
        }
    }

    @Test
    void nothingOfAnothersIsOpenToThem(WordPress wordpress) {
        for (String other : others) {
            String revision = wordpress.value("SELECT MIN(ID) FROM wp_posts WHERE post_parent = " + other);
            List<String> doors =
                    DOORS.stream().map(door -> door.formatted(other, revision)).toList();
            for (String door : doors) {
                // Otherwise it would prove nothing that the others are turned away.
                assertThat(visit(wordpress, "administrator", door).text())
                        .as(door)
                        .contains(Texts.SECRET);
                for (String role : ROLES) {
                    assertThat(visit(wordpress, role, door).text())
                            .as("%s %s", role, door)
                            .doesNotContain(Texts.SECRET);
                }
            }
            for (String role : ROLES) {
                String post = "/wp-json/wp/v2/posts/" + other;
                for (String path : List.of(post, post + "/autosaves", post + "?context=edit")) {
                    assertThat(call(wordpress, role, "POST", path, Map.of("title", "x"))
                                    .status())
                            .as("%s %s", role, path)
                            .isEqualTo(403);
                }
            }
        }
    }

    @Test
    void theEditorOfAPostAndOfItsRevisionsHasAllOfItsOwnText(WordPress wordpress) {
        String id = wordpress.post("kept", "premium", Texts.SECRET);
        assertThat(wordpress.run("""
            wp_update_post(['ID' => %1$s, 'post_content' => 'Once %2$s']);
            wp_update_post(['ID' => %1$s, 'post_content' => 'Now %2$s']);
            foreach ([...wp_get_post_revisions(%1$s), get_post(%1$s)] as $post) {
                echo get_post($post->ID, OBJECT, 'edit')->post_content, '|';
            }
            $GLOBALS['post'] = get_post(%1$s);
            setup_postdata($GLOBALS['post']);
            echo apply_filters('the_content_export', $GLOBALS['post']->post_content);
            """.formatted(id, Texts.SECRET)).split("\\|"))
                .contains("Once " + Texts.SECRET)
                .endsWith("Now " + Texts.SECRET, "Now " + Texts.SECRET);
    }

    private String upload(WordPress wordpress) {
        Answer uploaded = wordpress
                .pages()
                .send(asked(wordpress, "author", "/wp-json/wp/v2/media")
                        .header("Content-Type", "image/gif")
                        .header("Content-Disposition", "attachment; filename=birds.gif")
                        .POST(BodyPublishers.ofString("GIF89a"))
                        .build());
        assertThat(uploaded.status()).as(uploaded.text()).isEqualTo(201);
        return uploaded.text("id");
    }

    private String created(WordPress wordpress, String role, String path, String text) {
        Answer created = call(wordpress, role, "POST", path, Map.of("title", "Mine", "content", text));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(created.text()).doesNotContain(Texts.SECRET);
        return created.text("id");
    }

    /** Answers, and not with what is another's. */
    private void shuts(WordPress wordpress, String role, String method, String path, Map<String, String> body) {
        Answer answer = call(wordpress, role, method, path, body);
        assertThat(answer.status()).as("%s %s %s", role, path, answer.text()).isEqualTo(200);
        assertThat(answer.text()).as("%s %s", role, path).doesNotContain(Texts.SECRET);
    }

    /** The page where one edits what is one's own. */
    private void opensToEdit(WordPress wordpress, String role, String id) {
        Answer page = visit(wordpress, role, "/wp-admin/post.php?action=edit&post=" + id);
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        assertThat(page.text()).contains("Mine.").doesNotContain(Texts.SECRET);
    }

    /** Pages know them by their cookies; the REST API, which wants a nonce with those, by their passwords. */
    private Answer visit(WordPress wordpress, String role, String path) {
        HttpRequest.Builder visit = path.startsWith("/wp-json/")
                ? asked(wordpress, role, path)
                : wordpress
                        .pages()
                        .request(path, null)
                        .header("Cookie", staff.path(role).path("cookies").asString());
        return wordpress.pages().send(visit.GET().build());
    }

    private Answer call(WordPress wordpress, String role, String method, String path, Map<String, String> body) {
        String json = JsonMapper.shared().writeValueAsString(body);
        return wordpress
                .pages()
                .send(asked(wordpress, role, path)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(method.equals("GET") ? "" : json))
                        .build());
    }

    private HttpRequest.Builder asked(WordPress wordpress, String role, String path) {
        String password = staff.path(role).path("password").asString();
        return wordpress
                .pages()
                .request(path, null)
                .header("Authorization", "Basic " + Texts.base64("the-" + role + ":" + password));
    }
}
