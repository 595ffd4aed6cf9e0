package io.latchkey.integration;

import java.net.URI;
import java.time.Duration;

/**
 * What a content server is told.
 *
 * @param latchkey where keys and revocations are
 * @param issuer who signs
 * @param origin where the pages are
 * @param keysFor how long keys are kept; 300 s in earnest
 * @param pause after an unknown key; 30 s in earnest
 * @param revocationsFor how long the revocation list is kept; 30 s in earnest
 */
record Setting(
        URI latchkey,
        String issuer,
        String site,
        URI origin,
        Duration keysFor,
        Duration pause,
        Duration revocationsFor) {

    /** Short times, so that tests can see them pass. */
    static Setting brief(URI latchkey, String issuer, String site, URI origin) {
        Duration moment = Duration.ofMillis(200);
        return new Setting(latchkey, issuer, site, origin, moment.multipliedBy(2), moment, moment);
    }
}
