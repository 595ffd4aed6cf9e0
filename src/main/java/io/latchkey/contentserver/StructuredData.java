package io.latchkey.contentserver;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What search engines ask for on every page of an article that is not free, in the preview as in
 * the full view (Google's rules for paywalled content).
 */
public final class StructuredData {

    /** The class of the element that holds the text. */
    public static final String SELECTOR = ".latchkey-text";

    private StructuredData() {}

    /**
     * JSON that may stand as it is in a script element of the type {@code application/ld+json}: it cannot
     * end one.
     *
     * @param asks {@code free}, {@code registered} or the article's tier; null for an unknown one
     * @param article schema.org's properties of a {@code NewsArticle}: {@code headline}, {@code
     *     datePublished}, {@code author}, …; values as Jackson writes them
     * @param selector of the element that holds the text: a class, as {@link #SELECTOR}
     * @throws IllegalArgumentException where the article's text is among them
     */
    public static String json(@Nullable String asks, Map<String, ?> article, String selector) {
        if (article.containsKey("articleBody")) {
            throw new IllegalArgumentException("articleBody would be the article in the page's source.");
        }
        boolean free = "free".equals(asks);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("@context", "https://schema.org");
        data.put("@type", "NewsArticle");
        data.putAll(article);
        data.put("isAccessibleForFree", free);
        if (!free) {
            data.put(
                    "hasPart",
                    Map.of("@type", "WebPageElement", "isAccessibleForFree", false, "cssSelector", selector));
        }
        // A headline could end the script.
        return JsonMapper.shared().writeValueAsString(data).replace("<", "\\u003c");
    }
}
