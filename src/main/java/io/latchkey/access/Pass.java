package io.latchkey.access;

import io.latchkey.article.Article;
import io.latchkey.article.ArticleId;
import io.latchkey.site.Tier;
import java.util.List;

/**
 * What a valid access token opens, by the rule that content servers have (design, section 5).
 *
 * @param articles opened whatever their level
 * @param tiers of plans, and {@code registered}
 */
public record Pass(List<?> articles, List<?> tiers) {

    /** Whether it names the article: then nothing need be known of that. */
    public boolean names(ArticleId article) {
        return articles.contains(article.value());
    }

    /** Whether its tiers open the article. */
    public boolean covers(Article article) {
        return switch (article.access()) {
            case FREE -> true;
            case REGISTERED -> tiers.contains(Tier.REGISTERED);
            case METERED, PREMIUM, SUBSCRIBERS -> tiers.contains(article.tier());
        };
    }
}
