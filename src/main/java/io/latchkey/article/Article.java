package io.latchkey.article;

/**
 * A post, as its site registered it.
 *
 * @param url where readers find it
 * @param access who it is open to
 * @param tier what a plan must list to open it
 */
public record Article(ArticleId id, String title, String url, AccessLevel access, String tier) {}
