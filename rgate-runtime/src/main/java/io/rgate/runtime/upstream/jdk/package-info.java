/**
 * The upstream on the JDK's {@code HttpClient}: the reference, and what serves {@code https}. Only
 * the assembly of a gateway names it.
 */
@NullMarked
package io.rgate.runtime.upstream.jdk;

import org.jspecify.annotations.NullMarked;
