package io.latchkey.reader.data;

import io.latchkey.reader.identity.ReaderKey;
import java.util.List;
import reactor.core.publisher.Mono;

/** What every room that holds rows of a reader can do with them. */
public interface ReaderData {

    /** All that this room holds about the reader, as it may be read by them. */
    List<ExportList> export(ReaderKey reader);

    /**
     * Deletes it, or cuts it loose from the person; runs in the transaction of the whole erasure.
     */
    Mono<Void> erase(ReaderKey reader);

    /**
     * Brings an anonymous history into a known reader's. Each step must be safe to repeat: the
     * merge resumes from its beginning after a crash.
     */
    default Mono<Void> merge(ReaderKey anonymous, ReaderKey known) {
        return Mono.empty();
    }
}
