package io.latchkey.article;

import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A post, as its site registered it.
 *
 * @param url where readers find it
 * @param access who it is open to
 * @param tier what a plan must list to open it
 */
@Table("article")
public record Article(@Column("article_id") ArticleId id, String title, String url, AccessLevel access, String tier) {}
