/** The standalone program and examples of plug-ins. */
@NullMarked
package io.rgate.examples;

import org.jspecify.annotations.NullMarked;
