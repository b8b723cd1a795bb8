/** The standalone program. */
@NullMarked
package io.rgate.app;

import org.jspecify.annotations.NullMarked;
