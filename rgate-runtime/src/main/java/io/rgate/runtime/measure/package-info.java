/**
 * Measures exchanges and hands the samples to the sinks. Called by the front for each exchange, and
 * by the administration for its reports.
 */
@NullMarked
package io.rgate.runtime.measure;

import org.jspecify.annotations.NullMarked;
