/**
 * Takes an exchange from its request to its last byte: reads the request, has it handled, writes
 * the response. Called by fronts through {@link io.rgate.transport.Front.Service}, made by the
 * assembly.
 */
@NullMarked
package io.rgate.runtime.front;

import org.jspecify.annotations.NullMarked;
