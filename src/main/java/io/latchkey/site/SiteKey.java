package io.latchkey.site;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * A key with which a site's servers call, without its secret.
 *
 * @param name the publisher's own note of where it is used
 */
public record SiteKey(UUID id, SiteId site, String name, Set<Scope> scopes, Instant createdAt) {}
