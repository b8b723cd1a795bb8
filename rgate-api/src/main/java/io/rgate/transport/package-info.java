/**
 * The interfaces between the gateway and the wire: bytes come in by {@link
 * io.rgate.transport.Front} and go out by {@link io.rgate.transport.Upstream}. Transports implement
 * them and the gateway calls them; a filter or a sink never sees them.
 */
@NullMarked
package io.rgate.transport;

import org.jspecify.annotations.NullMarked;
