/**
 * Articles: the posts of a site, each with an access level and a tier. Does not know who reads
 * them.
 */
@NullMarked
package io.latchkey.article;

import org.jspecify.annotations.NullMarked;
