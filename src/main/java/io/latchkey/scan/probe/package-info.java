/**
 * What is asked of a site: as whom, by which token, at which address, with which trick. Sends
 * nothing and judges no answer.
 */
@NullMarked
package io.latchkey.scan.probe;

import org.jspecify.annotations.NullMarked;
