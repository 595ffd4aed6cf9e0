/**
 * What tests stand on: a real database, the service in this process, and a client of the contract.
 */
@NullMarked
package io.latchkey.testing;

import org.jspecify.annotations.NullMarked;
