/**
 * The upstream on the JDK's {@code HttpClient}: the reference, also used for {@code https}. Only
 * the code that assembles a gateway uses it.
 */
@NullMarked
package io.rgate.runtime.upstream.jdk;

import org.jspecify.annotations.NullMarked;
