package io.latchkey.scan;

import io.latchkey.scan.probe.Probe;
import java.net.URI;

/**
 * Premium text where it should not be.
 *
 * @param article which article's
 * @param trick by what it was got
 * @param where in the answer it stands
 * @param words a few of the words
 */
record Leak(URI article, String trick, Probe probe, String where, String words) {}
