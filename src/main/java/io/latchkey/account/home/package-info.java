/**
 * A reader's account at one site: what they have, and what they can do with it. Calls the use cases
 * that the API calls; what may be done, those say.
 */
@NullMarked
package io.latchkey.account.home;

import org.jspecify.annotations.NullMarked;
