/** The gateway itself; applications need only {@link io.rgate.runtime.Gateway}. */
@NullMarked
package io.rgate.runtime;

import org.jspecify.annotations.NullMarked;
