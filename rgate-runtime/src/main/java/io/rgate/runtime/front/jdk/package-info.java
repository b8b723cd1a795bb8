/**
 * The front on the JDK's {@code HttpServer}; {@link io.rgate.runtime.front.jdk.JdkFrontProvider}
 * documents what that API cannot do. Only the code that assembles a gateway uses it.
 */
@NullMarked
package io.rgate.runtime.front.jdk;

import org.jspecify.annotations.NullMarked;
