/**
 * The front on the JDK's {@code HttpServer}, with what that API cannot do documented at {@link
 * io.rgate.runtime.front.jdk.JdkFrontProvider}. Only the assembly of a gateway names it.
 */
@NullMarked
package io.rgate.runtime.front.jdk;

import org.jspecify.annotations.NullMarked;
