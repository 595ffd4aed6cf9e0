package io.latchkey.gate;

import io.latchkey.article.ArticleId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the gate finds the article in the address that a reader asked for.
 *
 * @param articlePaths where articles are
 * @param otherPathsOpen whether what is no article is served to anyone
 */
record GateRules(List<ArticlePattern> articlePaths, boolean otherPathsOpen) {

    /** As long as a site says nothing: articles are named by the header alone. */
    static final GateRules NONE = new GateRules(List.of(), false);

    /** What is at an address. */
    sealed interface Place {

        /** An article. */
        record AnArticle(ArticleId id) implements Place {}

        /** Something that the site serves to anyone. */
        record NoArticle() implements Place {}

        /** Nobody knows: it is closed. */
        record Unclear() implements Place {}
    }

    /** Whether addresses name articles at all. */
    boolean nameByAddress() {
        return !articlePaths.isEmpty();
    }

    Place at(String uri) {
        String path = ArticlePath.of(uri);
        if (path == null) {
            return new Place.Unclear();
        }
        ArticleId id = articleAt(path);
        if (id != null) {
            return new Place.AnArticle(id);
        }
        boolean open = otherPathsOpen && articlePaths.stream().noneMatch(pattern -> pattern.looksLike(path));
        return open ? new Place.NoArticle() : new Place.Unclear();
    }

    private @Nullable ArticleId articleAt(String path) {
        for (ArticlePattern pattern : articlePaths) {
            ArticleId id = pattern.at(path);
            if (id != null) {
                return id;
            }
        }
        return null;
    }
}
