package io.latchkey.article;

import io.latchkey.shared.web.Input;
import io.latchkey.site.Tier;
import org.jspecify.annotations.Nullable;

/** What a site says of an article. */
record ArticleBody(
        String title,
        String url,
        AccessLevel access,
        @Nullable String tier) {

    ArticleBody {
        Input.text("title", title, 500);
        Input.httpUri("url", url);
        Input.present("access", access);
        if (tier != null) {
            Tier.named("tier", tier);
        }
    }

    Article named(ArticleId id) {
        return new Article(id, title, url, access, tier == null ? Tier.STANDARD : tier);
    }
}
