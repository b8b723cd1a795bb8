/** Abstract JUnit classes for authors of plug-ins to extend. */
@NullMarked
package io.rgate.testkit;

import org.jspecify.annotations.NullMarked;
