package io.latchkey.contentserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StructuredDataTests {

    private static final String HEADLINE = "A </script><script>alert(1)</script> <!-- headline";
    private static final Map<String, Object> ARTICLE = Map.of("headline", HEADLINE, "isAccessibleForFree", true);

    @Test
    void tellsWhichPartIsNotFreeAndEndsNoScriptEarly() {
        JsonNode told = told("standard");
        assertThat(told.path("@type").asString()).isEqualTo("NewsArticle");
        assertThat(told.path("headline").asString()).isEqualTo(HEADLINE);
        assertThat(told.path("isAccessibleForFree").asBoolean(true)).isFalse();
        assertThat(told.at("/hasPart/isAccessibleForFree").asBoolean(true)).isFalse();
        assertThat(told.at("/hasPart/cssSelector").asString()).isEqualTo(".latchkey-text");
    }

    @Test
    void takesAnArticleThatIsNotKnownForOneThatIsNotFree() {
        assertThat(told(null).path("isAccessibleForFree").asBoolean(true)).isFalse();
    }

    @Test
    void saysOfAFreeArticleThatItIs() {
        assertThat(told("free").path("isAccessibleForFree").asBoolean(false)).isTrue();
        assertThat(told("free").has("hasPart")).isFalse();
    }

    @Test
    void putsNoArticleIntoThePage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        StructuredData.json("standard", Map.of("articleBody", "the whole of it"), ".latchkey-text"));
    }

    private static JsonNode told(@Nullable String asks) {
        String json = StructuredData.json(asks, ARTICLE, StructuredData.SELECTOR);
        Document page = Jsoup.parse("<script type=\"application/ld+json\">" + json + "</script><p>text");
        assertThat(page.select("script")).hasSize(1);
        return JsonMapper.shared().readTree(page.select("script").getFirst().data());
    }
}
