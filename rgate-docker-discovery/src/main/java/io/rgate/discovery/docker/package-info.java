/**
 * The discovery of endpoints in the containers of Docker Engines, with its settings and its
 * provider. Users and the gateway call this package; no other package of this module may call it.
 */
@NullMarked
package io.rgate.discovery.docker;

import org.jspecify.annotations.NullMarked;
