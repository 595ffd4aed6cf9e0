package io.latchkey.scan.site;

import java.net.URI;
import java.util.List;

/**
 * What a site says it has.
 *
 * @param articles those to look at
 * @param missed what it names besides, and what could not be read
 * @param left how many more articles it names than are to be looked at
 * @param unread how many of its sitemaps were not read
 */
public record Listing(List<URI> articles, List<Missed> missed, int left, int unread) {}
