/**
 * Decides for each container whether it can take requests, and at which address. The package {@code
 * watch} and the public one may call it.
 */
@NullMarked
package io.rgate.discovery.docker.place;

import org.jspecify.annotations.NullMarked;
