/**
 * Measures exchanges and hands the samples to the sinks. Called by the front for each exchange, by
 * the administration for what it tells.
 */
@NullMarked
package io.rgate.runtime.measure;

import org.jspecify.annotations.NullMarked;
