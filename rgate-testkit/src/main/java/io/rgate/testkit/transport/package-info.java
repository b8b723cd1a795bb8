/**
 * The contracts of a front and of an upstream, and what they speak with: raw sockets. Extended by
 * tests of transports; calls the seam alone.
 */
@NullMarked
package io.rgate.testkit.transport;

import org.jspecify.annotations.NullMarked;
