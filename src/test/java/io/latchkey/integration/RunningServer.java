package io.latchkey.integration;

import java.net.URI;

/** A content server that runs. */
interface RunningServer extends AutoCloseable {

    /** Where readers find it. */
    URI uri();

    @Override
    void close();
}
