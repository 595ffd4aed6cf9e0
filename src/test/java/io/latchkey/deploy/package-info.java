/** What operators deploy with: the image, docker-compose.yml and the manifests in k8s. */
@NullMarked
package io.latchkey.deploy;

import org.jspecify.annotations.NullMarked;
