/**
 * The seam between the gateway and the wire: how bytes come in ({@link io.rgate.transport.Front})
 * and how they go out ({@link io.rgate.transport.Upstream}). Implemented by transports, called by
 * the gateway; a filter or a sink never sees it.
 */
@NullMarked
package io.rgate.transport;

import org.jspecify.annotations.NullMarked;
