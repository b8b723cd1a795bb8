/**
 * Tunnels: what goes on behind a 101, the notice that one is about to end, and its end. Called by
 * the front for each tunnel, and by the code that assembles a gateway when it stops.
 */
@NullMarked
package io.rgate.runtime.tunnel;

import org.jspecify.annotations.NullMarked;
