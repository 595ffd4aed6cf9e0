@NullMarked
package io.latchkey.reader.openid;

import org.jspecify.annotations.NullMarked;
