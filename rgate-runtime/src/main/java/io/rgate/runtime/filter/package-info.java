/**
 * One layer for each filter of the user, which checks that the filter keeps its contract. Only the
 * code that assembles a gateway makes layers; a layer calls the next handler.
 */
@NullMarked
package io.rgate.runtime.filter;

import org.jspecify.annotations.NullMarked;
