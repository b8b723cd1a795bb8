/** Limits as filters: {@code rate_limit} and {@code circuit_breaker}. */
@NullMarked
package io.rgate.limits;

import org.jspecify.annotations.NullMarked;
