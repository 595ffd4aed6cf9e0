package io.latchkey.event;

import io.latchkey.site.SiteId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A fact of the tests' own, of any type, which tells a number. */
public record Counted(String type, boolean inner) implements FactType {

    /**
     * What is told with it.
     *
     * @param missing never there
     */
    public record Data(int n, @Nullable String missing) {}

    @Override
    public Entry entry() {
        return new Entry(type, Data.class, "A test counted.");
    }

    /** Appends one that no site is told. */
    public static Mono<Void> appendInner(EventLog log, SiteId site, UUID reader, String type, int n) {
        return log.append(site, reader, new Counted(type, true), new Data(n, null));
    }

    /** Appends one. */
    public static Mono<Void> append(EventLog log, SiteId site, UUID reader, String type, int n) {
        return log.append(site, reader, new Counted(type, false), new Data(n, null));
    }
}
