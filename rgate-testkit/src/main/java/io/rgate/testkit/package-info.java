/** Abstract JUnit classes that an implementor of the SPI extends. */
@NullMarked
package io.rgate.testkit;

import org.jspecify.annotations.NullMarked;
