/** Whole gateways measured beside each other; {@code bench/run} starts it. */
@NullMarked
package io.rgate.benchmarks;

import org.jspecify.annotations.NullMarked;
