package io.latchkey.integration.wordpress;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Crawlers are known by where they come from; what a visitor calls itself opens nothing. */
@WordPressTest
class CrawlerTests {

    private static final String GOOGLE = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    private static final String BING = "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)";

    private Api pages = TestService.shared().api();
    private String post = "";

    @BeforeAll
    void letGoogleIn(WordPress wordpress) {
        pages = wordpress.pages();
        post = wordpress.post("indexed", "premium", Texts.blocks());
        wordpress.run("""
            update_option('latchkey', ['crawlers' => ['google']] + get_option('latchkey'));
            update_option('latchkey_crawler_ranges', ['google' => ['192.0.2.64/27', '2001:db8:1::/64']]);
            update_option('test_names', [
                '198.51.100.1' => 'crawl-198-51-100-1.googlebot.com',
                '198.51.100.2' => 'crawl-198-51-100-1.googlebot.com',
                '198.51.100.3' => 'googlebot.com.evil.example',
                '198.51.100.4' => 'evilgooglebot.com',
                '198.51.100.5' => 'nowhere.googlebot.com',
                '198.51.100.6' => 'google-proxy-198-51-100-6.google.com',
                '2001:db8:2::5' => 'crawl-v6.googlebot.com',
            ]);
            update_option('test_addresses', [
                'crawl-198-51-100-1.googlebot.com' => ['198.51.100.1'],
                'googlebot.com.evil.example' => ['198.51.100.3'],
                'evilgooglebot.com' => ['198.51.100.4'],
                'google-proxy-198-51-100-6.google.com' => ['198.51.100.6'],
                'crawl-v6.googlebot.com' => ['2001:0db8:0002:0::0005'],
            ]);
            """);
    }

    @AfterAll
    void letNobodyIn(WordPress wordpress) {
        wordpress.run("update_option('latchkey', ['crawlers' => []] + get_option('latchkey'));");
    }

    @Test
    void aPublishedAddressReadsThePageAndNoCacheKeepsIt() {
        for (String address : new String[] {"192.0.2.64", "192.0.2.95", "2001:db8:1::9"}) {
            Answer page = visit("/indexed/", address, GOOGLE);
            assertThat(page.text()).as(address).contains(Texts.SECRET, "isAccessibleForFree\":false");
            assertThat(page.text()).contains("<div class=\"latchkey-text\">");
            assertThat(page.headers().firstValue("Cache-Control")).contains("private, no-store");
            assertThat(page.headers().allValues("X-Robots-Tag")).contains("noarchive");
        }
    }

    @Test
    void aNameThatPointsBackReadsThePage() {
        assertThat(visit("/indexed/", "198.51.100.1", GOOGLE).text()).contains(Texts.SECRET);
        assertThat(visit("/indexed/", "2001:db8:2::5", GOOGLE).text()).contains(Texts.SECRET);
    }

    @Test
    void aUserAgentAloneReadsNothing() {
        for (String address : new String[] {"203.0.113.7", "192.0.2.63", "192.0.2.96", "::1"}) {
            assertThat(visit("/indexed/", address, GOOGLE).text())
                    .as(address)
                    .contains(Texts.START)
                    .doesNotContain(Texts.SECRET);
        }
    }

    @Test
    void aNameThatDoesNotPointBackOrOnlyLooksAlikeReadsNothing() {
        for (int last = 2; last <= 6; last++) {
            assertThat(visit("/indexed/", "198.51.100." + last, GOOGLE).text())
                    .as("%d", last)
                    .contains(Texts.START)
                    .doesNotContain(Texts.SECRET);
        }
    }

    @Test
    void anEngineThatWasNotChosenReadsNothing() {
        assertThat(visit("/indexed/", "192.0.2.64", BING).text()).doesNotContain(Texts.SECRET);
        assertThat(visit("/indexed/", "192.0.2.64", "Firefox").text()).doesNotContain(Texts.SECRET);
    }

    @Test
    void aCrawlerReadsPagesAndNothingElse() {
        for (String path : new String[] {
            "/",
            "/feed/",
            "/indexed/feed/?withoutcomments=1",
            "/wp-json/wp/v2/posts/" + post,
            "/wp-json/latchkey/v1/posts/" + post + "/text",
            "/indexed/embed/"
        }) {
            assertThat(visit(path, "192.0.2.64", GOOGLE).text()).as(path).doesNotContain(Texts.SECRET);
        }
    }

    @Test
    void isOffUnlessThePublisherTurnsItOn(WordPress wordpress) {
        assertThat(wordpress.run("echo json_encode(Latchkey\\Settings::clean([])['crawlers']);"))
                .isEqualTo("[]");
    }

    private Answer visit(String path, String address, String agent) {
        return pages.send(pages.request(path, null)
                .header("User-Agent", agent)
                .header("X-Test-Address", address)
                .GET()
                .build());
    }
}
