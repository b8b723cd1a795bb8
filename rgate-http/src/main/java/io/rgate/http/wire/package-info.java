/**
 * Reads and writes each element of HTTP/1.1, in one place for both sides: start lines, field
 * sections, framing and content. Called by {@code server}, {@code client}, {@code h2} and {@code
 * frame}; calls only {@code loop}.
 */
@NullMarked
package io.rgate.http.wire;

import org.jspecify.annotations.NullMarked;
