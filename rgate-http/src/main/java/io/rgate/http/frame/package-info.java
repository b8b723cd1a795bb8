/**
 * What both sides of HTTP/2 share: frames, header blocks, windows and the limits of what the far
 * side may demand. Called by {@code h2} and {@code origin}; calls {@code hpack}, {@code wire} and
 * {@code loop}.
 */
@NullMarked
package io.rgate.http.frame;

import org.jspecify.annotations.NullMarked;
