/**
 * Answers about the gateway itself: statistics, health and readiness. Only the code that assembles
 * a gateway adds it to a chain of handlers.
 */
@NullMarked
package io.rgate.runtime.admin;

import org.jspecify.annotations.NullMarked;
