/** The gateway itself; {@link io.rgate.runtime.Gateway} is all that an application needs to see. */
@NullMarked
package io.rgate.runtime;

import org.jspecify.annotations.NullMarked;
