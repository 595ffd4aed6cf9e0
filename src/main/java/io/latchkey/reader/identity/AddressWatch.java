package io.latchkey.reader.identity;

import reactor.core.publisher.Mono;

/** What waits for a reader's address, in a room that this one does not know. */
public interface AddressWatch {

    /** The reader has this address now, and perhaps had it before; safe to repeat. */
    Mono<Void> told(ReaderKey reader, String address);
}
