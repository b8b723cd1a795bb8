/**
 * One layer for each filter of the user, which holds it to its contract. Only the assembly makes
 * layers; they call the next handler.
 */
@NullMarked
package io.rgate.runtime.filter;

import org.jspecify.annotations.NullMarked;
