package io.latchkey.reader.data;

import io.latchkey.shared.time.Deadline;
import io.latchkey.shared.web.Page;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One list of what is held about a reader, all of it.
 *
 * @param section the member of the export that it stands in
 * @param name its own within that; null where the section is this list
 * @param pages piece by piece, as they are taken
 */
public record ExportList(String section, @Nullable String name, Flux<? extends List<?>> pages) {

    /** One that may be long. */
    public static <T> ExportList paged(
            String section, @Nullable String name, Function<Page.Request, Mono<Page<T>>> list) {
        return new ExportList(section, name, Page.all(list));
    }

    /** One that is short for everybody. */
    public static ExportList whole(String section, @Nullable String name, Mono<? extends List<?>> list) {
        return new ExportList(
                section, name, Deadline.renewed(list.map(all -> all)).flux());
    }
}
