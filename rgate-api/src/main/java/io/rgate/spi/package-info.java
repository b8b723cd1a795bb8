/**
 * What a plug-in implements, found by {@link java.util.ServiceLoader} through its provider or given
 * to the gateway's builder as an object.
 */
@NullMarked
package io.rgate.spi;

import org.jspecify.annotations.NullMarked;
