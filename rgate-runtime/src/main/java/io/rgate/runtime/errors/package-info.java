/**
 * Turns every failure into a response and a line of the log; the one place that chooses a status.
 * Called by the front, by filters' layers and by the administration.
 */
@NullMarked
package io.rgate.runtime.errors;

import org.jspecify.annotations.NullMarked;
