/**
 * The discovery {@code static}: endpoints that a configuration lists. Found by {@link
 * java.util.ServiceLoader}; a gateway's builder also uses it for endpoints that it was given.
 */
@NullMarked
package io.rgate.runtime.discovery;

import org.jspecify.annotations.NullMarked;
