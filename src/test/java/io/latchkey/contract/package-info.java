/** The contract, call by call: what each answers, and what it answers to nonsense. */
@NullMarked
package io.latchkey.contract;

import org.jspecify.annotations.NullMarked;
