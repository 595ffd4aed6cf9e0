@NullMarked
package io.latchkey.plan;

import org.jspecify.annotations.NullMarked;
