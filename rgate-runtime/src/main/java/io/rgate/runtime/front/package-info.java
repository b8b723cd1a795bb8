/**
 * Serves an exchange: reads the request, has it handled, writes the response. Called by fronts
 * through {@link io.rgate.transport.Service}; made by the code that assembles a gateway.
 */
@NullMarked
package io.rgate.runtime.front;

import org.jspecify.annotations.NullMarked;
