/**
 * Turns every failure into a response and a line of the log. This is the only place that chooses a
 * status for a failure. Called by the front, by the filters' layers and by the administration.
 */
@NullMarked
package io.rgate.runtime.errors;

import org.jspecify.annotations.NullMarked;
