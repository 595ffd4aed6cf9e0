package io.latchkey.event;

import io.latchkey.site.SiteId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A fact, as it was appended.
 *
 * @param id the same however often it is delivered
 * @param reader whom it is about
 * @param data ids, amounts and times
 * @param occurredAt business time
 */
@Table("event")
public record Event(
        @Column("event_id") UUID id,
        @Column("site_id") SiteId site,
        @Column("reader_id") UUID reader,
        String type,
        Map<String, Object> data,
        Instant occurredAt) {

    /** Whether it is of this type. */
    public boolean is(FactType wanted) {
        return type.equals(wanted.type());
    }
}
