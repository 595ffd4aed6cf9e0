/** How the service says no: problem documents (RFC 9457), and settings without which it does not start. */
@NullMarked
package io.latchkey.shared.problem;

import org.jspecify.annotations.NullMarked;
