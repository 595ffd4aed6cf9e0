/**
 * Ways out of a contract that ask nobody to sign in, what was declared there, and the undo link of
 * the letter about it.
 */
@NullMarked
package io.latchkey.account.leaving;

import org.jspecify.annotations.NullMarked;
