/**
 * HTTP/2 on one connection of a client: its streams and their exchanges. Called by {@code server};
 * calls {@code frame}, {@code hpack}, {@code wire} and {@code loop}.
 */
@NullMarked
package io.rgate.http.h2;

import org.jspecify.annotations.NullMarked;
