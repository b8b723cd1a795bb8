/**
 * The discovery among the containers of Docker Engines, with its settings and its provider. This is
 * what users and the gateway call; no other package of this module may call it.
 */
@NullMarked
package io.rgate.discovery.docker;

import org.jspecify.annotations.NullMarked;
