/**
 * Counters for sinks that add requests up and report the sums: {@link io.rgate.spi.stats.Tally} for
 * one series, {@link io.rgate.spi.stats.Tallies} by route, backend and endpoint. A sink that only
 * writes samples does not need this package.
 */
@NullMarked
package io.rgate.spi.stats;

import org.jspecify.annotations.NullMarked;
