/**
 * Counters for sinks that add requests up and tell the sums: a {@link io.rgate.spi.stats.Tally} of
 * one place, {@link io.rgate.spi.stats.Tallies} by route, backend and endpoint. A sink that only
 * writes samples down does not need this package.
 */
@NullMarked
package io.rgate.spi.stats;

import org.jspecify.annotations.NullMarked;
