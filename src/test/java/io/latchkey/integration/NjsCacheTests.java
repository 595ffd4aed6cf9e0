package io.latchkey.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.TestService;
import io.latchkey.token.TestSigner;
import io.latchkey.token.TokenTable;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** nginx with njs keeps pages of articles with the lines that its page shows. */
@Tag("outside")
class NjsCacheTests {

    private static final Pattern SHOWN = Pattern.compile(
            "## Keeping pages.*?\n( {4}proxy_cache_path[^\n]*\n).*?\n(( {4}[^\n]*\n)+)", Pattern.DOTALL);
    private static final int REQUESTS = 300;
    private static final List<String> ARTICLES = List.of("essay", "archive", "council");
    private static final String SITE = "kiosk";

    private final TestSigner signer = TestSigner.stranger();
    private final TokenTable tokens = new TokenTable(signer, TestService.ISSUER, SITE);

    @Test
    void servesNobodyAnothersPage(@TempDir Path folder) throws IOException {
        String page = Files.readString(Path.of("src/main/integrations/nginx-njs/README.md"));
        try (Origin origin = new Origin();
                Issuer issuer = new Issuer(SITE, signer);
                RunningServer server = NginxTests.begin(
                        Setting.brief(issuer.uri(), TestService.ISSUER, SITE, origin.uri()),
                        folder,
                        files -> keepsPages(files, page, folder))) {
            Readers readers = new Readers(server.uri());
            Random random = new Random(5);
            for (int i = 0; i < REQUESTS; i++) {
                String article = ARTICLES.get(random.nextInt(ARTICLES.size()));
                String opened = ARTICLES.get(random.nextInt(ARTICLES.size()));
                HttpResponse<String> answer = readers.get(
                        "/articles/" + article,
                        "Cookie",
                        "who=reader" + i + "; latchkey_access=" + tokens.opening(List.of(opened), List.of()));
                assertThat(answer.body()).isEqualTo(Texts.page(article, article.equals(opened)));
                assertThat(answer.headers().allValues("Cache-Control")).containsExactly("private, no-store");
            }
            // Two pages of each: otherwise nothing was kept, and nothing was proved.
            assertThat(origin.served()).isEqualTo(2 * ARTICLES.size());
            assertThat(readers.get("/", "Cookie", "who=ada").body()).endsWith("<p>Hello ada</p>");
        }
    }

    private static void keepsPages(PublishedFiles files, String page, Path folder) {
        Matcher shown = SHOWN.matcher(page);
        assertThat(shown.find()).isTrue();
        files.with("nginx.conf", "http {", "http {\n" + shown.group(1).replace("/var/cache/nginx", folder.toString()))
                .with(
                        "nginx.conf",
                        "location @latchkey_personal {",
                        "location @latchkey_personal {\n" + shown.group(2));
    }
}
