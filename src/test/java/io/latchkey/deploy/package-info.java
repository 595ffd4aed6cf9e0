/** The manifests with which operators run the service, read the way their tools read them. */
@NullMarked
package io.latchkey.deploy;

import org.jspecify.annotations.NullMarked;
