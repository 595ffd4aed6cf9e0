package io.latchkey.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.article.ArticleId;
import io.latchkey.gate.GateRules.Place;
import io.latchkey.shared.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which article an address means, and that what could mean two is none. */
class ArticlePathTests {

    @ParameterizedTest
    @CsvSource({
        "/articles/harbour, /articles/{id}, harbour",
        "/articles/harbour?x=/articles/free, /articles/{id}, harbour",
        "//articles///harbour, /articles/{id}, harbour",
        "/%61rticles/h%61rbour, /articles/{id}, harbour",
        "/2026/11/harbour.html, /*/*/{id}.html, harbour",
        "/news/story-17-x/, /news/story-{id}/, 17-x",
        "/%C3%BCber/harbour, /über/{id}, harbour",
        "/harbour, /{id}, harbour"
    })
    void findsTheArticle(String uri, String pattern, String id) {
        assertThat(rules(false, pattern).at(uri)).isEqualTo(new Place.AnArticle(new ArticleId(id)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/articles/free/../harbour",
                "/articles/./harbour",
                "/x/..",
                "/articles/%2e%2e/harbour",
                "/articles/%2E/harbour",
                "/articles/harbour;jsessionid=1",
                "/articles;x/harbour",
                "/articles/harbour%3b",
                "/articles\\harbour",
                "/articles/%5Charbour",
                "/articles%2fharbour",
                "/articles/harbour%00",
                "/articles/harbour%0a",
                "/articles/harbour%7f",
                "/articles/harbour%3fx",
                "/articles/harbour%23x",
                "/articles/%2568arbour",
                "/articles/harbour%",
                "/articles/harbour%4",
                "/articles/harbour%zz",
                "/articles/harbour%ff",
                "/articles/har bour",
                "/articles/härbour",
                "/articles/harbour#x",
                "articles/harbour",
                "http://news.example/articles/harbour",
                ""
            })
    void refusesWhatTwoServersCouldReadInTwoWays(String uri) {
        assertThat(ArticlePath.of(uri)).isNull();
        assertThat(rules(true, "/articles/{id}").at(uri)).isEqualTo(new Place.Unclear());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/articles/",
                "/articles/harbour/",
                "/articles/harbour/amp",
                "/ARTICLES/harbour",
                "/Articles/harbour",
                "/articles/-harbour"
            })
    void closesWhatLooksLikeAnArticleAlsoWhereOtherPathsAreOpen(String uri) {
        assertThat(rules(true, "/articles/{id}").at(uri)).isEqualTo(new Place.Unclear());
    }

    @Test
    void opensWhatIsNoArticleOnlyWhereTheSiteSaysSo() {
        assertThat(rules(true, "/articles/{id}").at("/about")).isEqualTo(new Place.NoArticle());
        assertThat(rules(false, "/articles/{id}").at("/about")).isEqualTo(new Place.Unclear());
        assertThat(rules(true, "/*/{id}").at("/about")).isEqualTo(new Place.Unclear());
        assertThat(GateRules.NONE.at("/about")).isEqualTo(new Place.Unclear());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "articles/{id}",
                "/articles/",
                "/{id}/{id}",
                "/articles//{id}",
                "/articles/../{id}",
                "/articles/{id}?x",
                "/art*/{id}",
                "/{name}",
                "/a b/{id}",
                "/aaaaaaaaaaaaaaaaaaaaaaaaaaaa/aaaaaaaaaaaaaaaaaaaaaaa/aaaaaaaaaaaaaaaaaaaaaaaaa/!"
            })
    void refusesPatternsThatCannotBeMeant(String pattern) {
        assertThatThrownBy(() -> ArticlePattern.of(pattern)).isInstanceOf(Problem.class);
    }

    private static GateRules rules(boolean othersOpen, String pattern) {
        return new GateRules(List.of(ArticlePattern.of(pattern)), othersOpen);
    }
}
