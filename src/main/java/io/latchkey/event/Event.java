package io.latchkey.event;

import io.latchkey.site.SiteId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A fact, as it was appended.
 *
 * @param id the same however often it is delivered
 * @param reader whom it is about
 * @param data ids, amounts and times
 * @param occurredAt business time
 */
public record Event(UUID id, SiteId site, UUID reader, String type, Map<String, Object> data, Instant occurredAt) {}
