/**
 * Finds the route of a request in the snapshot in force, and makes snapshots of what the
 * configuration and the discovery say. Called by the line of handlers and by the discovery.
 */
@NullMarked
package io.rgate.runtime.route;

import org.jspecify.annotations.NullMarked;
