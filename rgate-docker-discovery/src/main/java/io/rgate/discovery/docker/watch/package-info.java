/**
 * Follows engines: receives their events, asks for lists, and keeps the state of each container.
 * Only the public package may call it.
 */
@NullMarked
package io.rgate.discovery.docker.watch;

import org.jspecify.annotations.NullMarked;
