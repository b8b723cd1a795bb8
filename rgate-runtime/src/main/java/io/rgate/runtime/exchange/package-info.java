/**
 * What belongs to one exchange, whatever filters make of its request, and what every room needs to
 * know of a message. Every other room may call it; it calls none.
 */
@NullMarked
package io.rgate.runtime.exchange;

import org.jspecify.annotations.NullMarked;
