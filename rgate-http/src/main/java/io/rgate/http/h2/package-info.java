/**
 * HTTP/2 on one connection: frames, header compression, windows and streams. Called by {@code
 * server}; calls {@code wire} and {@code loop}.
 */
@NullMarked
package io.rgate.http.h2;

import org.jspecify.annotations.NullMarked;
