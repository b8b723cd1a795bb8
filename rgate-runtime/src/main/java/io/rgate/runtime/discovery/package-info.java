/**
 * The discovery {@code static}: endpoints that a configuration lists. Found by {@link
 * java.util.ServiceLoader}, and made by the assembly for endpoints that a builder was given.
 */
@NullMarked
package io.rgate.runtime.discovery;

import org.jspecify.annotations.NullMarked;
