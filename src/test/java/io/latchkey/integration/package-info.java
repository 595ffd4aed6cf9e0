/**
 * Content servers of every kind that we publish, started for real and held to the same verdicts.
 */
@NullMarked
package io.latchkey.integration;

import org.jspecify.annotations.NullMarked;
