const NOT_FREE = { '@type': 'WebPageElement', isAccessibleForFree: false };

/**
 * What search engines ask for on every page of an article that is not free, in the preview as in the full
 * view (Google's rules for paywalled content): a script element for the page.
 *
 * @param {?string} asks `free`, `registered` or the article's tier
 * @param {object} article schema.org's properties of a NewsArticle: `headline`, `datePublished`, `author`, …
 * @param {string} [selector] of the element that holds the text: a class, as `.latchkey-text`
 */
export function structuredData(asks, article, selector = '.latchkey-text') {
    if ('articleBody' in article) {
        throw new TypeError('latchkey: articleBody would be the article in the page\'s source');
    }
    const free = asks === 'free';
    const data = {
        '@context': 'https://schema.org',
        '@type': 'NewsArticle',
        ...article,
        isAccessibleForFree: free,
        ...(free ? {} : { hasPart: { ...NOT_FREE, cssSelector: selector } }),
    };
    // A headline could end the script.
    const json = JSON.stringify(data).replaceAll('<', '\\u003c');
    return `<script type="application/ld+json">${json}</script>`;
}
