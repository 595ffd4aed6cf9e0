package io.latchkey.event;

import java.util.List;

/** Who appends facts, and says which. */
public interface Teller {

    /** All of the kinds that it may ever append. */
    List<? extends FactType> tells();
}
