/**
 * Finds the route of a request in the current snapshot, and makes snapshots from the configuration
 * and from the reports of the discovery. Called by the chain of handlers and by the discovery.
 */
@NullMarked
package io.rgate.runtime.route;

import org.jspecify.annotations.NullMarked;
