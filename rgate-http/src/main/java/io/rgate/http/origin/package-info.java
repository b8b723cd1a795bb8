/**
 * HTTP/2 on one connection to an origin: its streams, and the requests on them. Called by {@code
 * client}; calls {@code frame}, {@code hpack}, {@code sending}, {@code wire} and {@code loop}.
 */
@NullMarked
package io.rgate.http.origin;

import org.jspecify.annotations.NullMarked;
