package io.latchkey.site;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A key with which a site's servers call, without its secret.
 *
 * @param name the publisher's own note of where it is used
 */
@Table("site_key")
public record SiteKey(
        @Column("key_id") UUID id, @Column("site_id") SiteId site, String name, Set<Scope> scopes, Instant createdAt) {}
