/**
 * The interfaces that a plug-in implements. {@link java.util.ServiceLoader} finds a plug-in by its
 * provider, or the application gives it to the gateway's builder as an object.
 */
@NullMarked
package io.rgate.spi;

import org.jspecify.annotations.NullMarked;
