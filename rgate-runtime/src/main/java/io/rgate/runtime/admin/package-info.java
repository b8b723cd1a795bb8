/**
 * Answers about the gateway itself: statistics, health and readiness. Only the assembly puts it
 * into a line of handlers.
 */
@NullMarked
package io.rgate.runtime.admin;

import org.jspecify.annotations.NullMarked;
