package io.latchkey.integration.wordpress;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.LeakScan;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rest of a post is nowhere, however WordPress is asked, unless the reader may read it. */
@WordPressTest
class LeakTests {

    private static final int AT_ONCE = 4;

    /** %1$s and %2$s: ids of posts; %3$s: of a picture of the first. */
    private static final List<String> PATHS = List.of(
            "/",
            "/?p=%1$s",
            "/bittern/",
            "/bittern",
            "/tides/",
            "/tides/2/",
            "/tides/?page=2",
            "/bittern/?amp",
            "/bittern/amp/",
            "/bittern/?print=1",
            "/bittern/?outputType=amp",
            "/bittern/?preview=true",
            "/?p=%1$s&preview=true&preview_id=%1$s",
            "/bittern/?replytocom=1",
            "/bittern/?more=1",
            "/tides/?more=1",
            "/bittern.md",
            "/%%62ittern/",
            "/%%2562ittern/",
            "//bittern//",
            "/./x/../bittern/",
            "/BITTERN/",
            "/bittern/;x=1",
            "/bittern%%00/",
            "/x%%5c..%%5cbittern/",
            "/..%%2f..%%2fbittern/",
            "/?p=%1$s%%00",
            "/wp-json/wp/v2/posts/%1$s%%00",
            "/wp-json/wp/v2/x%%2f..%%2fposts/%1$s?context=edit",
            "/wp-json%%5cwp%%5cv2%%5cposts%%5c%1$s",
            "/wp-json/latchkey/v1/posts/%1$s%%00/text",
            "/wp-json/latchkey/v1/posts/%1$s%%2ftext",
            "/wp-json/latchkey/v1%%5cposts%%5c%1$s%%5ctext",
            "/?rest_route=/latchkey/v1/posts/%1$s/text%%00",
            "/bittern/embed/",
            "/?p=%1$s&embed=true",
            "/bittern/feed/",
            "/bittern/feed/?withoutcomments=1",
            "/feed/",
            "/feed/atom/",
            "/feed/rdf/",
            "/?feed=rss",
            "/comments/feed/",
            "/author/editor/",
            "/author/editor/feed/",
            "/category/uncategorized/",
            "/category/uncategorized/feed/",
            "/tag/marsh/",
            "/tag/marsh/feed/atom/",
            "/?year=%4$s",
            "/?s=harbour",
            "/?s=harbour&feed=rss2",
            "/?s=boomed",
            "/?attachment_id=%3$s",
            "/?attachment_id=%3$s&feed=rss2",
            "/?attachment_id=%3$s&embed=true",
            "/wp-sitemap.xml",
            "/wp-sitemap-posts-post-1.xml",
            "/wp-json/",
            "/wp-json/wp/v2/posts",
            "/wp-json/wp/v2/posts?context=edit",
            "/wp-json/wp/v2/posts?_embed",
            "/wp-json/wp/v2/posts?search=boomed",
            "/wp-json/wp/v2/posts?_fields=content,excerpt,title,yoast_head,meta",
            "/wp-json/wp/v2/posts/%1$s",
            "/wp-json/wp/v2/posts/%1$s?context=edit",
            "/wp-json/wp/v2/posts/%1$s?context=embed",
            "/wp-json/wp/v2/posts/%1$s?_envelope&_jsonp=x",
            "/wp-json/wp/v2/posts/%1$s?_fields=content.rendered,content.raw",
            "/wp-json/wp/v2/posts/%1$s?password=x",
            "/wp-json/wp/v2/posts/%1$s/revisions",
            "/wp-json/wp/v2/posts/%1$s/autosaves",
            "/wp-json/wp/v2/posts/%2$s",
            "/wp-json/wp/v2/search?search=harbour",
            "/wp-json/wp/v2/media",
            "/wp-json/wp/v2/media/%3$s",
            "/wp-json/wp/v2/media?search=boomed",
            "/wp-json/wp/v2/comments?_embed",
            "/wp-json/oembed/1.0/embed?url=%5$s/bittern/",
            "/wp-json/oembed/1.0/embed?url=%5$s/bittern/&format=xml",
            "/wp-json/oembed/1.0/embed?url=%5$s/?attachment_id=%3$s",
            "/wp-json/latchkey/v1/posts/%1$s/text",
            "/wp-json/latchkey/v1/posts/%1$s/text?_envelope",
            "/wp-json/latchkey/v1/posts/%1$s/text?_method=GET&id=1",
            "/wp-json/latchkey/v1/posts/%2$s/text",
            "/?rest_route=/wp/v2/posts/%1$s",
            "/?rest_route=/latchkey/v1/posts/%1$s/text",
            "/index.php/bittern/",
            "/index.php?name=bittern&post_type=any&post_status=any",
            "/wp-admin/admin-ajax.php?action=inline-save&post_ID=%1$s",
            "/wp-admin/post.php?post=%1$s&action=edit",
            "/wp-trackback.php?p=%1$s",
            "/wp-links-opml.php");

    private static final List<String> HEADERS = List.of(
            "User-Agent: Mozilla/5.0 (compatible; Googlebot/2.1;" + " +http://www.google.com/bot.html)",
            "User-Agent: facebookexternalhit/1.1",
            "User-Agent: Twitterbot/1.0",
            "Referer: https://www.google.com/",
            "Referer: https://t.co/x",
            "X-Forwarded-For: 66.249.66.1",
            "X-Real-IP: 66.249.66.1",
            "Forwarded: for=66.249.66.1",
            "X-Latchkey-View: full",
            "X-Latchkey-Decision: granted",
            "Cookie: latchkey_access=x; wordpress_logged_in_x=editor",
            "Range: bytes=0-999999",
            "If-None-Match: *",
            "Accept: application/activity+json",
            "Accept: text/markdown",
            "X-HTTP-Method-Override: POST",
            "X-Requested-With: XMLHttpRequest",
            "Authorization: Basic ZWRpdG9yOmVkaXRvcg==",
            "Authorization: Bearer null",
            "Authorization: Bearer",
            "From: googlebot(at)googlebot.com",
            "Purpose: prefetch");

    private Api pages = TestService.shared().api();
    private List<String> paths = List.of();
    private String bittern = "";
    private String picture = "";

    @BeforeAll
    void publish(WordPress wordpress) {
        pages = wordpress.pages();
        bittern = wordpress.post("bittern", "premium", Texts.blocks());
        String tides = wordpress.post("tides", "subscribers", Texts.classic());
        picture = wordpress.run("""
            wp_set_post_tags(%1$s, 'marsh');
            echo wp_insert_attachment([
                'post_title' => 'A picture', 'post_excerpt' => '%2$s',
                'post_content' => '%2$s', 'post_mime_type' => 'image/png',
                'guid' => home_url('/birds.png'), 'post_status' => 'inherit',
            ], 'birds.png', %1$s);
            wp_insert_comment(['comment_post_ID' => %1$s, 'comment_approved' => 1,
                'comment_content' => 'I heard it', 'comment_author' => 'Ada']);
            """.formatted(bittern, Texts.SECRET));
        wordpress.run("""
            update_post_meta(%1$s, '_wp_attachment_image_alt', '%2$s');
            update_post_meta(%1$s, '_wp_attachment_metadata', ['width' => 9, 'height' => 9,
                'file' => 'birds.png', 'image_meta' => ['caption' => '%2$s']]);
            """.formatted(picture, Texts.SECRET));
        String year = wordpress.value("SELECT YEAR(post_date) FROM wp_posts WHERE ID = " + bittern);
        paths = PATHS.stream()
                .map(path -> path.formatted(bittern, tides, picture, year, wordpress.origin()))
                .toList();
    }

    @Test
    void leaksNothingToTheScanner(WordPress wordpress) {
        LeakScan.findsNothing(URI.create(wordpress.origin() + "/bittern/"), Texts.SECRET);
    }

    @Test
    void noAddressBringsItOut() {
        List<Answer> answers = fetch(paths.stream().map(path -> asked(path)).toList());

        hidden(answers);
        // Otherwise they prove nothing: most show the beginning, and some what may not be asked.
        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSizeGreaterThan(45);
        assertThat(answers.stream().filter(answer -> answer.text().contains(Texts.START)))
                .hasSizeGreaterThan(25);
    }

    @Test
    void noHeaderBringsItOut() {
        List<HttpRequest> requests = new ArrayList<>();
        for (String header : HEADERS) {
            String[] parts = header.split(": ?", 2);
            requests.add(asked("/bittern/", parts));
            requests.add(asked("/wp-json/latchkey/v1/posts/" + bittern + "/text", parts));
        }
        hidden(fetch(requests));
    }

    @Test
    void noMethodBringsItOut() {
        List<HttpRequest> requests = new ArrayList<>();
        for (String method : List.of("HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND")) {
            for (String path : List.of(
                    "/bittern/",
                    "/wp-json/wp/v2/posts/" + bittern,
                    "/wp-json/latchkey/v1/posts/" + bittern + "/text")) {
                requests.add(pages.request(path, null)
                        .method(method, BodyPublishers.noBody())
                        .build());
            }
        }
        hidden(fetch(requests));
    }

    @Test
    void noCallOfXmlRpcBringsItOut() {
        List<HttpRequest> requests = new ArrayList<>();
        for (String call : List.of(
                "wp.getPost",
                "wp.getPosts",
                "metaWeblog.getPost",
                "blogger.getPost",
                "mt.getRecentPostTitles",
                "pingback.extensions.getPingbacks",
                "wp.getMediaItem",
                "system.listMethods")) {
            String body = """
                <?xml version="1.0"?><methodCall><methodName>%s</methodName><params>
                <param><value><int>%s</int></value></param>
                <param><value><string>nobody</string></value></param>
                <param><value><string>x</string></value></param>
                <param><value><int>%2$s</int></value></param></params></methodCall>
                """.formatted(call, bittern);
            requests.add(pages.request("/xmlrpc.php", null)
                    .header("Content-Type", "text/xml")
                    .POST(BodyPublishers.ofString(body))
                    .build());
        }
        List<Answer> answers = fetch(requests);

        hidden(answers);
        assertThat(answers.getLast().text()).contains("wp.getPost");
    }

    @Test
    void noTokenForSomethingElseBringsItOut(WordPress wordpress) {
        String open = wordpress.post("open", "free", Texts.START);
        TestReader ada = wordpress.site().reader("ada");
        String others = ada.check(open).text("token");
        String elsewhere = TestService.shared()
                .site("elsewhere")
                .article(bittern, "free")
                .reader("ada")
                .check(bittern)
                .text("token");
        List<HttpRequest> requests = new ArrayList<>();
        for (String token :
                List.of(others, elsewhere, ada.token(), wordpress.site().key(), "x.y.z")) {
            for (String path : List.of(
                    "/bittern/",
                    "/feed/",
                    "/wp-json/wp/v2/posts/" + bittern,
                    "/wp-json/wp/v2/media/" + picture,
                    "/wp-json/latchkey/v1/posts/" + bittern + "/text")) {
                requests.add(pages.request(path, token).GET().build());
            }
        }
        assertThat(others).isNotEmpty();
        assertThat(elsewhere).isNotEmpty();
        hidden(fetch(requests));
    }

    @Test
    void noWordOfItIsFoundBySearching() {
        String found = pages.get("/wp-json/wp/v2/posts?search=boomed", null).text();
        String known = pages.get("/wp-json/wp/v2/posts?search=harbour", null).text();

        assertThat(found).isEqualTo("[]");
        assertThat(known).contains("About bittern");
    }

    private HttpRequest asked(String path, String... header) {
        HttpRequest.Builder request = pages.request(path, null);
        return (header.length == 0 ? request : request.headers(header)).GET().build();
    }

    private List<Answer> fetch(List<HttpRequest> requests) {
        List<Answer> answers = new ArrayList<>();
        for (int from = 0; from < requests.size(); from += AT_ONCE) {
            List<CompletableFuture<Answer>> some =
                    requests.subList(from, Math.min(from + AT_ONCE, requests.size())).stream()
                            .map(pages::sendAsync)
                            .toList();
            some.forEach(answer -> answers.add(answer.join()));
        }
        return answers;
    }

    private static void hidden(List<Answer> answers) {
        assertThat(answers).isNotEmpty().allSatisfy(answer -> {
            assertThat(answer.text()).doesNotContain(Texts.SECRET);
            assertThat(answer.status()).isLessThan(500);
        });
    }
}
